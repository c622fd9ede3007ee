namespace SeCo.Cli.Commands;

/// <summary>The commands that run one stage in a run folder: <c>pseudo-label</c>, <c>aggregate</c>, <c>correct</c>.</summary>
internal static class StageCommand
{
    public static Command PseudoLabel() => Create(
        "pseudo-label",
        """
        Stage 1: keep the most confident pixels of each class, the rest becomes 255.

        Sharded: run every --shard I/N, then --merge N (it makes the thresholds of the whole set and writes the labels). Where the run's own model
        predicts, a shard does that first.

          seco pseudo-label my.yaml --out runs/first
        """,
        (pipeline, share, progress, cancellationToken) => pipeline.PseudoLabelAsync(share, progress, cancellationToken));

    public static Command Aggregate() => Create(
        "aggregate",
        """
        Stage 2, PSA: grow the pixel labels of the same run folder into regions with good borders.

        Sharded: run every --shard I/N, then --merge N.

          seco aggregate my.yaml --out runs/first --shard 2/8
        """,
        (pipeline, share, progress, cancellationToken) => pipeline.AggregateAsync(share, progress, cancellationToken));

    public static Command Correct() => Create(
        "correct",
        """
        Stage 3, SCC: train the connectivity classifier on the regions of the same run folder, find the noisy ones, correct or reject them.

        Sharded: every --shard I/N extracts regions and features of its images, then --merge N trains and writes the labels.

          seco correct my.yaml --out runs/first
        """,
        (pipeline, share, progress, cancellationToken) => pipeline.CorrectAsync(share, progress, cancellationToken));

    private static Command Create(string name, string description, Func<SeCoPipeline, StageShare, IProgress<StageProgress>, CancellationToken, Task> run) =>
        CommonOptions.Command(name, description, RunSession.Options(CommonOptions.Shard, CommonOptions.Merge), async (parsed, cancellationToken) =>
        {
            StageShare share = parsed.Share();
            using RunSession session = RunSession.Open(parsed);
            await session.Run(async pipeline =>
            {
                await run(pipeline, share, session.Progress, cancellationToken);
                return true;
            });
            return ExitCode.Done;
        });
}
