using System.Text.Json;
using SeCo.Cli.Tests.Fixtures;
using Xunit;

namespace SeCo.Cli.Tests.Pipeline;

/// <summary>What a run leaves, how far it can be repeated, and what a second one over the same folder does again.</summary>
public sealed class RunTests(SmallScenes scenes)
{
    [Fact]
    public void Leaves_labels_a_list_measures_settings_and_a_manifest()
    {
        IReadOnlyCollection<string> names = Snapshot.OfRun(scenes.Baseline).Names;

        Assert.Equal(SmallScenes.Count, names.Count(n => n.StartsWith("labels/", StringComparison.Ordinal)));
        Assert.Subset(names.ToHashSet(), new HashSet<string> { "config.yaml", "manifest.json", "labels.txt", "evaluation.json", "labels/scene_0000.png" });
        Assert.DoesNotContain(names, n => n.EndsWith(".partial", StringComparison.Ordinal));
        Assert.Equal("images/scene_0000.png labels/scene_0000.png", File.ReadLines(Path.Combine(scenes.Baseline, "labels.txt")).First());
        using JsonDocument evaluation = JsonDocument.Parse(File.ReadAllText(Path.Combine(scenes.Baseline, "evaluation.json")));
        Assert.InRange(evaluation.RootElement.GetProperty("accuracy").GetDouble(), 0.5, 1);
        Assert.Equal(3, evaluation.RootElement.GetProperty("stages").GetArrayLength());
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_bytes_in_another_folder_and_process()
    {
        string folder = scenes.NewFolder();
        (await Seco.RunProcess(scenes.Arguments("run", folder))).Expect(ExitCode.Done);
        Assert.Empty(Snapshot.OfRun(scenes.Baseline).DifferencesFrom(Snapshot.OfRun(folder)));
    }

    [Fact]
    public async Task Two_threads_give_the_same_bytes_each_time_and_the_regions_of_one_thread()
    {
        string first = scenes.NewFolder(), second = scenes.NewFolder();
        (await Seco.RunProcess(scenes.Arguments("run", first, "--set", "threads=2"))).Expect(ExitCode.Done);
        (await Seco.RunProcess(scenes.Arguments("run", second, "--set", "threads=2"))).Expect(ExitCode.Done);
        Assert.Empty(Snapshot.OfRun(first).DifferencesFrom(Snapshot.OfRun(second)));
        Assert.DoesNotContain(
            Snapshot.OfRun(scenes.Baseline).DifferencesFrom(Snapshot.OfRun(first)),
            d => d.StartsWith("pixel-labels/", StringComparison.Ordinal) || d.StartsWith("aggregation/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_seed_trains_another_classifier_on_the_same_regions()
    {
        string folder = scenes.NewFolder();
        (await Seco.Run(scenes.Arguments("run", folder, "--set", "seed=4"))).Expect(ExitCode.Done);
        IReadOnlyList<string> differences = Snapshot.OfRun(scenes.Baseline).DifferencesFrom(Snapshot.OfRun(folder));
        Assert.Contains("correction/verdicts/scene_0000.json", differences);
        Assert.DoesNotContain(
            differences, d => d.StartsWith("pixel-labels/", StringComparison.Ordinal) || d.StartsWith("aggregation/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_written_settings_repeat_the_run()
    {
        string folder = scenes.NewFolder();
        (await Seco.Run("run", Path.Combine(scenes.Baseline, "config.yaml"), "--out", folder)).Expect(ExitCode.Done);
        Assert.Empty(Snapshot.OfRun(scenes.Baseline).DifferencesFrom(Snapshot.OfRun(folder)));
    }

    [Fact]
    public async Task A_second_run_does_only_what_its_settings_change()
    {
        string folder = scenes.NewFolder();
        (await Seco.Run(scenes.Arguments("run", folder))).Expect(ExitCode.Done);

        SecoResult same = (await Seco.Run(scenes.Arguments("run", folder))).Expect(ExitCode.Done);
        same.Says("pseudo-label: finished before, kept", "aggregate: finished before, kept", "correct: finished before, kept");
        Assert.DoesNotContain("made anew", same.Error, StringComparison.Ordinal);

        SecoResult late = (await Seco.Run(scenes.Arguments("run", folder, "--set", "correction.noise.noise_threshold=0.3"))).Expect(ExitCode.Done);
        late.Says("pseudo-label: finished before, kept", "aggregate: finished before, kept", "seco: correct: settings or inputs have changed, made anew");

        SecoResult early = (await Seco.Run(scenes.Arguments("run", folder, "--set", "pixel_labels.portion=0.4"))).Expect(ExitCode.Done);
        early.Says("seco: pseudo-label: settings or inputs have changed", "seco: aggregate: settings", "seco: correct: settings");

        (await Seco.Run(scenes.Arguments("run", folder))).Expect(ExitCode.Done);
        Assert.Empty(Snapshot.OfRun(scenes.Baseline).DifferencesFrom(Snapshot.OfRun(folder)));
    }

    [Fact]
    public async Task A_smaller_dataset_leaves_no_labels_of_the_larger_one()
    {
        string folder = scenes.NewFolder(), small = scenes.NewFolder();
        (await Seco.Run(scenes.Arguments("run", folder, "--set", "dataset.limit=3"))).Expect(ExitCode.Done);
        (await Seco.Run(scenes.Arguments("run", folder, "--set", "dataset.limit=2"))).Expect(ExitCode.Done);
        (await Seco.Run(scenes.Arguments("run", small, "--set", "dataset.limit=2"))).Expect(ExitCode.Done);
        Assert.Empty(Snapshot.OfRun(small).DifferencesFrom(Snapshot.OfRun(folder)));
    }

    [Fact]
    public async Task Stage_by_stage_gives_the_files_of_the_run_but_its_measures()
    {
        string folder = scenes.NewFolder();
        (await Seco.Run(scenes.Arguments("pseudo-label", folder))).Expect(ExitCode.Done);
        (await Seco.Run(scenes.Arguments("aggregate", folder))).Expect(ExitCode.Done);
        (await Seco.Run(scenes.Arguments("correct", folder))).Expect(ExitCode.Done);
        Assert.Equal(["evaluation.json"], Snapshot.OfRun(scenes.Baseline).DifferencesFrom(Snapshot.OfRun(folder)));
    }

    [Fact]
    public async Task A_stage_refuses_the_outputs_of_a_stage_with_other_settings()
    {
        string folder = scenes.NewFolder();
        (await Seco.Run(scenes.Arguments("aggregate", folder))).Expect(ExitCode.Failed)
            .Says("needs the finished outputs of 'pseudo-label'", "Run `seco pseudo-label`");
        (await Seco.Run(scenes.Arguments("pseudo-label", folder))).Expect(ExitCode.Done);
        (await Seco.Run(scenes.Arguments("aggregate", folder, "--set", "pixel_labels.portion=0.3"))).Expect(ExitCode.Failed)
            .Says("with these settings and inputs");
        (await Seco.Run(scenes.Arguments("correct", folder))).Expect(ExitCode.Failed).Says("needs the finished outputs of 'aggregate'");
    }

    [Fact]
    public async Task Without_truth_there_is_nothing_to_measure_and_nothing_to_miss()
    {
        string folder = scenes.NewFolder();
        (await Seco.Run(scenes.Arguments("run", folder, "--set", "dataset.limit=2", "--set", "dataset.truth="))).Expect(ExitCode.Done);
        Assert.True(File.Exists(Path.Combine(folder, "labels", "scene_0001.png")));
        Assert.False(File.Exists(Path.Combine(folder, "evaluation.json")));
    }

    [Fact]
    public async Task A_second_process_in_the_same_folder_is_refused()
    {
        string folder = scenes.NewFolder();
        using IDisposable held = new SeCo.Pipeline.RunFolder(folder).Lock();
        (await Seco.Run(scenes.Arguments("run", folder))).Expect(ExitCode.Failed).Says("another seco is at work");
        (await Seco.Run(scenes.Arguments("pseudo-label", folder, "--shard", "1/2"))).Expect(ExitCode.Failed).Says("another seco is at work");
    }
}
