namespace SeCo.Cli.Commands;

/// <summary><c>seco adapt</c>: stage 4 alone, in a run folder.</summary>
internal static class AdaptCommand
{
    public static Command Create() => CommonOptions.Command("adapt", """
        Stage 4: train a network on the labels of the same run folder (adaptation.labels says of which stage), and measure it where there is truth.

        Needs the finished earlier stages; with adaptation.setting=supervised none: it trains on the labelled images of source, or of dataset. Killed or
        cancelled, the same command goes on where it was. RUN/adaptation gets last.safetensors and best.safetensors, which seco predict takes as they are.

          seco adapt my.yaml --out runs/first
          seco predict --weights runs/first --images new --out answers
        """, RunSession.Options(CommonOptions.Json), async (parsed, cancellationToken) =>
    {
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
