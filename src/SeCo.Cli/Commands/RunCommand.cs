namespace SeCo.Cli.Commands;

/// <summary><c>seco run</c>: all stages, from a model or its predictions to corrected labels and, where wanted, an adapted model.</summary>
internal static class RunCommand
{
    private static readonly Option<string?> Part = CommonOptions.Optional<string?>("--part", "Do one part of the run only.", "PART");

    public static Command Create() => CommonOptions.Command("run", """
        Run all stages: predictions (with model.weights), pixel labels, regions (PSA), correction (SCC), training (with a section adaptation),
        evaluation where there is truth; rounds says how often.

        The run folder gets labels/ (the final label PNGs, named like the images), labels.txt (image and label, a line each), a folder for
        each stage, evaluation.json, config.yaml (all settings in force) and manifest.json. Killed or cancelled, the same command goes on.

        --part does one part of the run: inputs, predict, statistics, pixel-labels, aggregate, regions, pixels, labels, adapt, evaluate, in this order, as
        far as the run has them. With --shard a share of its images, with --merge what needs all of them; the bytes are the same. seco submit makes jobs of
        them.

          seco run configs/camvid-source-free.yaml --set dataset.root=camvid --set validation.root=camvid --out runs/first
        """, RunSession.Options(Part, CommonOptions.Shard, CommonOptions.Merge, CommonOptions.Json), async (parsed, cancellationToken) =>
    {
        StageShare share = parsed.Share();
        string? part = parsed.GetValue(Part);
        if (part is null && share != StageShare.Whole)
        {
            throw new UsageException("--shard and --merge do a share of one part of the run: name it with --part.");
        }

        if (part is null or "adapt" && await RunSession.FollowAsync(parsed, cancellationToken))
        {
            return ExitCode.Done;
        }

        using RunSession session = RunSession.Open(parsed);
        if (part is not null)
        {
            if (await session.Run(pipeline => pipeline.RunPartAsync(part, share, session.Progress, cancellationToken)) is { } measured)
            {
                session.Show(measured);
            }

            return ExitCode.Done;
        }

        session.Show(await session.Run(pipeline => pipeline.RunAsync(session.Progress, cancellationToken)));
        return ExitCode.Done;
    });
}
