namespace SeCo.Cli.Commands;

/// <summary><c>seco adapt</c>: stage 4 alone, in a run folder.</summary>
internal static class AdaptCommand
{
    public static Command Create() => CommonOptions.Command("adapt", """
        Stage 4: train a network on the labels of the same run folder (adaptation.labels says of which stage), and measure it where there is truth.

        Needs the finished earlier stages; with adaptation.setting=supervised none: it trains on the labelled images of source, or of dataset. Killed or
        cancelled, the same command goes on where it was. RUN/adaptation gets last.safetensors and best.safetensors, which seco predict takes as they are.

        Under mpirun, all processes train one network together: each computes a share of every batch, on a GPU of its own where its machine has
        several. The first one does everything else. The network is the same as that of one process but for the last bits of sums; norms and what
        to set: docs/cluster.md.

          seco adapt my.yaml --out runs/first
          mpirun -n 4 seco adapt my.yaml --out runs/first
          seco predict --weights runs/first --images new --out answers
        """, RunSession.Options(CommonOptions.Json), async (parsed, cancellationToken) =>
    {
        if (await RunSession.FollowAsync(parsed, cancellationToken))
        {
            return ExitCode.Done;
        }

        RunOptions options = RunSession.Load(parsed);
        if (options.Adaptation is null)
        {
            throw new UsageException(
                "There is nothing to adapt: no section adaptation in the settings. Give --set adaptation.setting=source_free, black_box, uda or "
                    + "supervised.");
        }

        using RunSession session = RunSession.Open(parsed, options);
        session.Show(await session.Run(pipeline => pipeline.AdaptAsync(session.Progress, cancellationToken)));
        return ExitCode.Done;
    });
}
