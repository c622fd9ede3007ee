using System.CommandLine;
using SeCo.Cli.Rendering;
using SeCo.Evaluation;
using SeCo.Labels;

namespace SeCo.Cli.Commands;

/// <summary><c>seco evaluate</c>: label maps against ground truth.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        Option<string> predictions = new("--predictions") { Description = "Folder of label PNGs to measure.", HelpName = "DIR", Required = true };
        Option<string> truth = new("--truth") { Description = "Folder of ground-truth label PNGs.", HelpName = "DIR", Required = true };
        Option<string> classes = new("--classes") { Description = "Class set: a name such as cityscapes19 or camvid11, or a YAML file.", HelpName = "SET", Required = true };
        Option<string?> json = new("--json") { Description = "Write the measures to this JSON file (shares in [0, 1]).", HelpName = "FILE" };
        Option<bool> resize = new("--resize") { Description = "Resize a prediction of another size to its truth (nearest neighbour)." };
        Option<bool> allowMissing = new("--allow-missing") { Description = "Leave out ground truth that has no prediction." };
        Command command = new("evaluate", """
            Measure label maps against ground truth: IoU of each class, mIoU, accuracy, coverage.

            Files are matched by their path below the two folders, else by file name. "Covered" measures leave unlabelled pixels (255) out,
            "strict" ones count them as wrong.

              seco evaluate --predictions runs/first/labels --truth data/labels --classes cityscapes19
            """)
        {
            predictions, truth, classes, json, resize, allowMissing,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(json) is string file && Directory.Exists(file))
            {
                throw new UsageException($"--json {file}: is a folder, expected the file that the measures shall be written to."); // now, not after the work
            }

            bool quiet = parsed.GetValue(CommonOptions.Quiet);
            ProgressDisplay progress = ProgressDisplay.On(parsed.InvocationConfiguration.Error, quiet);
            Evaluator evaluator = new(
                ClassSet.Resolve(parsed.GetRequiredValue(classes)),
                new EvaluationOptions { Resize = parsed.GetValue(resize), AllowMissing = parsed.GetValue(allowMissing) });
            EvaluationReport report = await evaluator.RunAsync(parsed.GetRequiredValue(predictions), parsed.GetRequiredValue(truth), progress, cancellationToken);
            progress.Clear();
            if (parsed.GetValue(json) is string path)
            {
                report.WriteJson(path);
            }

            if (!quiet)
            {
                Tables.Write(parsed.InvocationConfiguration.Output, Tables.Classes(report));
            }

            return ExitCode.Done;
        });
        return command;
    }
}
