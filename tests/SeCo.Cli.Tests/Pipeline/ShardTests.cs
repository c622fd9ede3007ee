using SeCo.Cli.Tests.Fixtures;
using Xunit;

namespace SeCo.Cli.Tests.Pipeline;

/// <summary>A stage in shares, put together, gives what the undivided stage gives.</summary>
public sealed class ShardTests(SmallScenes scenes)
{
    [Fact]
    public async Task Every_stage_in_three_shares_gives_the_undivided_run()
    {
        string folder = scenes.NewFolder();
        foreach (string verb in (string[])["pseudo-label", "aggregate", "correct"])
        {
            await Task.WhenAll(from share in (string[])["3/3", "1/3", "2/3"] select Share(verb, folder, share));
            (await Seco.Run(scenes.Arguments(verb, folder, "--merge", "3"))).Expect(ExitCode.Done);
        }

        string[] differences = [.. Snapshot.OfRun(scenes.Baseline).DifferencesFrom(Snapshot.OfRun(folder))];
        Assert.Equal(["evaluation.json", .. Enumerable.Range(1, 3).Select(i => $"pixel-labels/shards/{i}-of-3.statistics")], differences);

        // The measures follow from the finished stages alone.
        SecoResult run = (await Seco.Run(scenes.Arguments("run", folder))).Expect(ExitCode.Done);
        run.Says("pseudo-label: finished before, kept", "aggregate: finished before, kept", "correct: finished before, kept");
        Assert.DoesNotContain("evaluation.json", Snapshot.OfRun(scenes.Baseline).DifferencesFrom(Snapshot.OfRun(folder)));
    }

    [Fact]
    public async Task A_merge_before_all_shards_names_what_is_missing_and_can_be_made_good()
    {
        string folder = scenes.NewFolder();
        await Share("pseudo-label", folder, "1/3");
        (await Seco.Run(scenes.Arguments("pseudo-label", folder, "--merge", "3"))).Expect(ExitCode.Failed).Says("2-of-3", "3-of-3");
        await Share("pseudo-label", folder, "2/3");
        await Share("pseudo-label", folder, "3/3");
        (await Seco.Run(scenes.Arguments("pseudo-label", folder, "--merge", "3"))).Expect(ExitCode.Done);

        await Share("aggregate", folder, "1/2");
        (await Seco.Run(scenes.Arguments("aggregate", folder, "--merge", "2"))).Expect(ExitCode.Failed)
            .Says("4 images are not done", "scene_0001", "run their shards first");
        await Share("aggregate", folder, "2/2");
        (await Seco.Run(scenes.Arguments("aggregate", folder, "--merge", "2"))).Expect(ExitCode.Done);

        await Share("correct", folder, "2/2");
        (await Seco.Run(scenes.Arguments("correct", folder, "--merge", "2"))).Expect(ExitCode.Failed).Says("4 of 8 images have no regions yet", "scene_0000");
        await Share("correct", folder, "1/2");
        (await Seco.Run(scenes.Arguments("correct", folder, "--merge", "2"))).Expect(ExitCode.Done);
        Assert.DoesNotContain(
            Snapshot.OfRun(scenes.Baseline).DifferencesFrom(Snapshot.OfRun(folder)), name => name.StartsWith("labels/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_share_with_other_settings_does_not_touch_the_work_of_the_others()
    {
        string folder = scenes.NewFolder();
        await Share("pseudo-label", folder, "1/2");
        Snapshot before = Snapshot.Of(Path.Combine(folder, "pixel-labels"));
        (await Seco.Run(scenes.Arguments("pseudo-label", folder, "--shard", "2/2", "--set", "pixel_labels.portion=0.3")))
            .Expect(ExitCode.Failed).Says("other settings or inputs", "Delete it, or give another run folder");
        Assert.Empty(before.DifferencesFrom(Snapshot.Of(Path.Combine(folder, "pixel-labels"))));
    }

    private async Task Share(string verb, string folder, string share) =>
        (await Seco.Run(scenes.Arguments(verb, folder, "--shard", share))).Expect(ExitCode.Done);
}
