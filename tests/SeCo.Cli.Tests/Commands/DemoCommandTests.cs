using System.Text.Json.Nodes;
using SeCo.Cli.Tests.Fixtures;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.Commands;

public sealed class DemoCommandTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("source-free")]
    [InlineData("uda")]
    [InlineData("black-box")]
    public async Task Draws_trains_and_compares_without_any_data(string setting)
    {
        SecoResult result = (await Demo("--setting", setting)).Expect(ExitCode.Done);

        foreach (string row in new[] { "source only", "pixel self-training", "PSA", "PSA + SCC", "adapted" })
        {
            Assert.Matches($@"\n  {System.Text.RegularExpressions.Regex.Escape(row)} +\d+\.\d\d +\d+\.\d\d", result.Output);
        }

        string run = Path.Combine(_temp["demo"], setting);
        Assert.Contains("Objects of no class: SCC rejected", result.Output, StringComparison.Ordinal);
        Assert.Contains(run, result.Output, StringComparison.Ordinal);
        Assert.Equal(4, File.ReadAllLines(Path.Combine(run, "labels.txt")).Length);

        string answers = _temp["answers"];
        string images = Path.Combine(_temp["demo"], "data", "validation", "images");
        (await Seco.Run("predict", "--weights", run, "--images", images, "--out", answers, "--threads", "1", "--device", "cpu")).Expect(ExitCode.Done);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(answers, "labels"), "*.png").Length);
    }

    [Fact]
    public async Task A_cancelled_demonstration_goes_on_and_ends_like_an_undisturbed_one()
    {
        (await Demo("--json")).Expect(ExitCode.Done);
        Snapshot undisturbed = Snapshot.Of(_temp["demo"], Counts);
        Directory.Delete(Path.Combine(_temp["demo"], "source-free"), recursive: true);
        File.Delete(Path.Combine(_temp["demo"], "source-free-baselines", "psa", "adaptation", "stage.json")); // as if killed within its training

        SecoResult again = (await Demo("--json")).Expect(ExitCode.Done);

        Assert.Empty(undisturbed.DifferencesFrom(Snapshot.Of(_temp["demo"], Counts)));
        Assert.Equal(5, JsonNode.Parse(again.Output)!["rows"]!.AsArray().Count);
        Assert.Contains("adapt: finished before, kept", File.ReadAllText(Path.Combine(_temp["demo"], "demo.log")), StringComparison.Ordinal);

        static bool Counts(string name) =>
            name.EndsWith(".png", StringComparison.Ordinal) || name.EndsWith("last.safetensors", StringComparison.Ordinal)
                || name.EndsWith("evaluation.json", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trainings_side_by_side_give_what_each_gives_alone()
    {
        // As processes: the number of threads belongs to the process, and decides the last bits; another test may set it.
        (await Seco.RunProcess("demo", "--out", _temp["demo"], "--threads", "2", "--steps", "3", "--images", "4", "--quiet")).Expect(ExitCode.Done);
        foreach (string run in new[] { "source-free", "source-free-baselines/psa-scc" })
        {
            string together = Path.Combine(_temp["demo"], run), alone = _temp[$"alone/{run}"];
            (await Seco.RunProcess("run", Path.Combine(together, "config.yaml"), "--out", alone, "--quiet")).Expect(ExitCode.Done);
            Assert.Equal(File.ReadAllBytes(Weights(together)), File.ReadAllBytes(Weights(alone)));
        }

        Assert.Contains(" PSA + SCC: adapt: done", File.ReadAllText(Path.Combine(_temp["demo"], "demo.log")), StringComparison.Ordinal);

        static string Weights(string folder) => Path.Combine(folder, "adaptation", "last.safetensors");
    }

    [Fact]
    public async Task The_data_are_a_dataset_that_a_run_takes_with_the_settings_beside_them()
    {
        string drawn = _temp["drawn"];
        (await Seco.Run("demo", "data", "--out", drawn, "--images", "2")).Expect(ExitCode.Done);
        Assert.Equal((3, 2, 1), (Images("source"), Images("target"), Images("validation")));
        (await Seco.Run(
            "labels", "check", Path.Combine(drawn, "target", "truth"), "--classes", Path.Combine(drawn, "classes.yaml"),
            "--images", Path.Combine(drawn, "target", "images"))).Expect(ExitCode.Done);

        string[] few = ["--set", "threads=1", "--set", "adaptation.steps_per_epoch=1", "--set", "adaptation.batch_size=2", "--quiet"];
        (await Seco.Run(["run", Path.Combine(drawn, "source-model.yaml"), "--out", Path.Combine(drawn, "source-model"), .. few])).Expect(ExitCode.Done);
        foreach (string setting in new[] { "source-free", "uda", "black-box" })
        {
            (await Seco.Run(["run", Path.Combine(drawn, setting + ".yaml"), "--out", _temp[setting], .. few])).Expect(ExitCode.Done);
        }

        int Images(string part) => Directory.GetFiles(Path.Combine(drawn, part, "images")).Length;
    }

    [Theory]
    [InlineData("--images", "0", "are 0, 0 and 1, expected 1")]
    [InlineData("--steps", "-1", "source steps are -1")]
    [InlineData("--threads", "-1", "threads is -1")]
    [InlineData("--setting", "blackbox", "--setting blackbox: expected source-free, uda or black-box")]
    [InlineData("--seed", "one", "one")]
    public async Task Wrong_usage_is_refused(string option, string value, string says)
    {
        (await Seco.Run("demo", option, value, "--out", _temp["demo"])).Expect(ExitCode.WrongUsage).Says(says);
        Assert.False(Directory.Exists(_temp["demo"]));
    }

    [Fact]
    public async Task Other_data_make_everything_anew()
    {
        (await Demo("--images", "2")).Expect(ExitCode.Done);
        (await Demo("--images", "3")).Expect(ExitCode.Done);
        Assert.Equal(3, File.ReadAllLines(Path.Combine(_temp["demo"], "source-free", "labels.txt")).Length);
    }

    private Task<SecoResult> Demo(params string[] more) =>
        Seco.Run(["demo", "--out", _temp["demo"], "--threads", "1", "--steps", "1", .. more.Contains("--images") ? more : [.. more, "--images", "4"]]);
}
