using SeCo.Evaluation;

namespace SeCo.Cli.Commands;

/// <summary><c>seco evaluate</c>: label maps against ground truth.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        Option<string> predictions = CommonOptions.Required("--predictions", "Folder of label PNGs to measure.", "DIR");
        Option<string> truth = CommonOptions.Required("--truth", "Folder of ground-truth label PNGs.", "DIR");
        Option<string?> json = CommonOptions.Optional<string?>("--json", "Write the measures to this JSON file (shares in [0, 1]).", "FILE");
        Option<bool> resize = CommonOptions.Flag("--resize", "Resize a prediction of another size to its truth (nearest neighbour).");
        Option<bool> allowMissing = CommonOptions.Flag("--allow-missing", "Leave out ground truth that has no prediction.");
        return CommonOptions.Command("evaluate", """
            Measure label maps against ground truth: IoU of each class, mIoU, accuracy, coverage.

            Files are matched by their path below the two folders, else by file name. "Covered" measures leave unlabelled pixels (255) out,
            "strict" ones count them as wrong.

              seco evaluate --predictions runs/first/labels --truth data/labels --classes cityscapes19
            """, [predictions, truth, CommonOptions.RequiredClasses, json, resize, allowMissing], async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(json) is string file && Directory.Exists(file))
            {
                throw new UsageException($"--json {file}: is a folder, expected the file that the measures shall be written to."); // now, not after the work
            }

            Evaluator evaluator = new(
                ClassSet.Resolve(parsed.GetRequiredValue(CommonOptions.RequiredClasses)),
                new EvaluationOptions { Resize = parsed.GetValue(resize), AllowMissing = parsed.GetValue(allowMissing) });
            EvaluationReport report = await parsed.Watch(progress =>
                evaluator.RunAsync(parsed.GetRequiredValue(predictions), parsed.GetRequiredValue(truth), progress, cancellationToken));
            parsed.Note(report.LeftOut);
            foreach (string suspicion in report.Suspicions)
            {
                parsed.Mind(suspicion);
            }

            if (parsed.GetValue(json) is string path)
            {
                report.WriteJson(path);
            }

            if (!parsed.Quiet)
            {
                Tables.Write(parsed.Output, Tables.Classes(report));
            }

            return ExitCode.Done;
        });
    }
}
