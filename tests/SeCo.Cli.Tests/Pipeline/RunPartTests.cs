using SeCo.Cli.Tests.Fixtures;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.Pipeline;

/// <summary>A run that is done part by part, each in shares, gives the bytes of the undivided run, whatever the shares.</summary>
public sealed class RunPartTests(SmallScenes scenes)
{
    private static readonly string[] GivenAnswers = ["inputs", "statistics", "pixel-labels", "aggregate", "regions", "labels", "evaluate"];

    [Fact]
    public async Task Every_part_in_shares_of_any_number_and_order_gives_the_undivided_run()
    {
        string folder = scenes.NewFolder();
        string[] call = scenes.Arguments("run", folder);
        int[] numbers = [1, 3, 2, 1, 2, 3, 4];
        foreach ((string part, int shards) in GivenAnswers.Zip(numbers))
        {
            await InShares(call, part, shards);
        }

        Assert.Empty(Snapshot.OfRun(scenes.Baseline).DifferencesFrom(Snapshot.OfRun(folder)));

        // What is done ends at once, and the undivided run finds everything finished.
        (await Seco.Run([.. call, "--part", "regions", "--shard", "1/2"])).Expect(ExitCode.Done).Says("regions: 1-of-2 done before, kept");
        (await Seco.Run(call)).Expect(ExitCode.Done).Says("correct: finished before, kept");
        Assert.Empty(Snapshot.OfRun(scenes.Baseline).DifferencesFrom(Snapshot.OfRun(folder)));
    }

    [Fact]
    public async Task So_does_a_run_whose_own_model_predicts_and_that_judges_pixels()
    {
        using TempFolder folder = new();
        string[] settings =
        [
            "--set", "dataset.predictions.labels=", "--set", "dataset.predictions.confidence=", "--set", "dataset.limit=3",
            "--set", $"model.weights={SmallNetwork.Write(folder["w.safetensors"], notes: true)}", "--set", "correction.noise.rule=class_doubt",
            "--set", "correction.noise.pixel_weight=0.5",
        ];
        (await Seco.Run([.. scenes.Arguments("run", folder["whole"]), .. settings])).Expect(ExitCode.Done);
        string[] call = [.. scenes.Arguments("run", folder["parts"]), .. settings];
        foreach (string part in (string[])["inputs", "predict", "statistics", "pixel-labels", "aggregate", "regions", "pixels", "labels", "evaluate"])
        {
            await InShares(call, part, 2);
        }

        Assert.Empty(Snapshot.OfRun(folder["whole"]).DifferencesFrom(Snapshot.OfRun(folder["parts"])));

        // The commands of the stages do the same: their first shares ask the model too.
        string[] stage = [.. scenes.Arguments("pseudo-label", folder["stages"]), .. settings];
        await Task.WhenAll(from share in (string[])["2/2", "1/2"] select Done([.. stage, "--shard", share]));
        await Done([.. stage, "--merge", "2"]);
        Assert.DoesNotContain(
            Snapshot.OfRun(folder["whole"]).DifferencesFrom(Snapshot.OfRun(folder["stages"])),
            name => name.StartsWith("predictions/", StringComparison.Ordinal) || name.StartsWith("pixel-labels/labels/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Changed_settings_begin_anew_with_the_inputs_and_what_is_lost_is_asked_for_again()
    {
        string folder = scenes.NewFolder();
        string[] call = [.. scenes.Arguments("run", folder), "--set", "dataset.limit=3"], other = [.. call, "--set", "pixel_labels.portion=0.3"];
        await InShares(call, "inputs", 1);
        await InShares(call, "statistics", 2);
        await InShares(call, "pixel-labels", 2);

        await InShares(other, "inputs", 1);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(folder, "pixel-labels"), "*.png", SearchOption.AllDirectories));
        (await Seco.Run([.. other, "--part", "pixel-labels", "--shard", "1/2"])).Expect(ExitCode.Failed).Says("has no thresholds yet", "`statistics`");
        await InShares(other, "statistics", 2);
        await Done([.. other, "--part", "pixel-labels", "--shard", "1/2"]);
        await Done([.. other, "--part", "pixel-labels", "--shard", "2/2"]);
        Directory.Delete(Path.Combine(folder, "pixel-labels", "labels"), recursive: true);
        (await Seco.Run([.. other, "--part", "pixel-labels", "--merge", "2"])).Expect(ExitCode.Failed).Says("3 images are not done", "run their shards first");
        await InShares(other, "pixel-labels", 2);
    }

    [Fact]
    public async Task A_merge_of_labels_before_its_shards_loses_nothing()
    {
        string folder = scenes.NewFolder();
        string[] call = [.. scenes.Arguments("run", folder), "--set", "dataset.limit=3"];
        foreach (string part in GivenAnswers.TakeWhile(part => part != "labels"))
        {
            await InShares(call, part, 1);
        }

        (await Seco.Run([.. call, "--part", "labels", "--merge", "2"])).Expect(ExitCode.Failed).Says("3 images are not done");
        (await Seco.Run([.. call, "--part", "evaluate", "--shard", "1/2"])).Expect(ExitCode.Failed).Says("needs the finished outputs of 'correct'");
        await InShares(call, "labels", 2);
        await InShares(call, "evaluate", 2);

        // Truth that was mended is counted anew.
        string before = File.ReadAllText(Path.Combine(folder, "evaluation.json"));
        string truth = scenes.NewFolder();
        Directory.Move(Path.Combine(folder, "labels"), truth);
        string[] mended = [.. call, "--set", $"dataset.truth={truth}"];
        await InShares(mended, "inputs", 1);
        await InShares(mended, "labels", 2);
        await InShares(mended, "evaluate", 2);
        Assert.NotEqual(before, File.ReadAllText(Path.Combine(folder, "evaluation.json")));
    }

    [Fact]
    public async Task What_cannot_be_meant_is_said()
    {
        string[] call = scenes.Arguments("run", scenes.NewFolder());
        (await Seco.Run([.. call, "--part", "everything"])).Expect(ExitCode.Failed).Says("part everything", "inputs, statistics, pixel-labels, aggregate");
        (await Seco.Run([.. call, "--part", "inputs", "--shard", "1/2"])).Expect(ExitCode.Failed).Says("is not divided into shards");
        (await Seco.Run([.. call, "--shard", "1/2"])).Expect(ExitCode.WrongUsage).Says("name it with --part");
        (await Seco.Run([.. call, "--part", "labels", "--shard", "1/2"])).Expect(ExitCode.Failed).Says("Run `seco aggregate`");

        // The stages of the first of several rounds have shards; parts have not.
        string[] rounds = ["--set", "rounds=2", "--set", "adaptation.setting=black_box", "--set", "adaptation.network=espnet", "--shard", "1/2"];
        (await Seco.Run([.. call, .. rounds, "--part", "labels"])).Expect(ExitCode.Failed).Says("is of a run of one round alone");
        (await Seco.Run([.. scenes.Arguments("aggregate", scenes.NewFolder()), .. rounds])).Expect(ExitCode.Failed).Says("Run `seco pseudo-label`");
    }

    [Fact]
    public async Task Predictions_into_any_folder_are_divided_too()
    {
        using TempFolder folder = new();
        string weights = SmallNetwork.Write(folder["w.safetensors"], notes: true);
        string[] Call(string output, params string[] more) =>
            ["predict", "--weights", weights, "--images", Path.Combine(scenes.Data, "images"), "--out", folder[output], "--threads", "1", .. more];

        await Done(Call("whole"));
        await Task.WhenAll(from share in (string[])["3/3", "2/3"] select Done(Call("shares", "--shard", share)));
        (await Seco.Run(Call("shares", "--merge", "3"))).Expect(ExitCode.Failed).Says("3 of 8 images are not done", "scene_0003");
        await Done(Call("shares", "--shard", "1/3"));
        Assert.Contains(
            "(3 were finished before)", (await Seco.Run(Call("shares", "--shard", "2/3"))).Expect(ExitCode.Done).Output, StringComparison.Ordinal);
        await Done(Call("shares", "--merge", "3"));
        Assert.Empty(Snapshot.Of(folder["whole"]).DifferencesFrom(Snapshot.Of(folder["shares"])));
    }

    private static async Task InShares(string[] call, string part, int shards)
    {
        if (part == "inputs")
        {
            await Done([.. call, "--part", part]);
            return;
        }

        await Task.WhenAll(from i in Enumerable.Range(0, shards) select Done([.. call, "--part", part, "--shard", $"{shards - i}/{shards}"]));
        await Done([.. call, "--part", part, "--merge", $"{shards}"]);
    }

    private static async Task Done(string[] call) => (await Seco.Run(call)).Expect(ExitCode.Done);
}
