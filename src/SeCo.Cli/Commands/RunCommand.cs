namespace SeCo.Cli.Commands;

/// <summary><c>seco run</c>: all stages, from a model or its predictions to corrected labels and, where wanted, an adapted model.</summary>
internal static class RunCommand
{
    public static Command Create() => CommonOptions.Command("run", """
        Run all stages: predictions (with model.weights), pixel labels, regions (PSA), correction (SCC), training (with a section adaptation),
        evaluation where there is truth; rounds says how often.

        The run folder gets labels/ (the final label PNGs, named like the images), labels.txt (image and label, a line each), a folder for
        each stage, evaluation.json, config.yaml (all settings in force) and manifest.json. Killed or cancelled, the same command goes on.

          seco run configs/camvid-source-free.yaml --set dataset.root=camvid --set validation.root=camvid --out runs/first
        """, RunSession.Options(CommonOptions.Json), async (parsed, cancellationToken) =>
    {
        using RunSession session = RunSession.Open(parsed);
        session.Show(await session.Run(pipeline => pipeline.RunAsync(session.Progress, cancellationToken)));
        return ExitCode.Done;
    });
}
