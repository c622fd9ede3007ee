using System.Text.Json.Nodes;
using SeCo.Cli.Tests.Fixtures;
using SeCo.RunFiles;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.Commands;

public sealed class PlanCommandTests(SmallScenes scenes)
{
    [Fact]
    public async Task Every_stage_of_a_run_is_planned_and_nothing_is_left()
    {
        SecoResult result = (await Seco.Run("plan", scenes.Configuration, "--images", "2", "--budget", "1s", "--json", "--set", "report.enabled=false"))
            .Expect(ExitCode.Done);

        JsonNode plan = JsonNode.Parse(result.Output)!;
        Assert.Empty(JsonSchemaCheck.Faults(RunFileKinds.Plan.Schema(), plan));
        Assert.Equal((SmallScenes.Count, 2), ((int)plan["images"]!, (int)plan["measured_images"]!));
        string[] stages = [.. plan["stages"]!.AsArray().Select(s => (string)s!["stage"]!)];
        Assert.Empty(stages.Except(["predict", "pseudo-label", "aggregate", "correct", "evaluate"]));
        Assert.Contains("correct", stages);
        Assert.All(plan["stages"]!.AsArray(), s => Assert.True((double)s!["seconds"]! >= 0 && (long)s["memory"]! > 1 << 20));

        // Files of 8 images, of which 2 were written.
        long written = new DirectoryInfo(scenes.Baseline).EnumerateDirectories()
            .Where(d => d.Name is "pixel-labels" or "aggregation" or "correction" or "labels" or ".cache")
            .SelectMany(d => d.EnumerateFiles("*", SearchOption.AllDirectories)).Sum(f => f.Length);
        Assert.InRange((long)plan["disk"]! / (double)written, 0.5, 2);
        Assert.DoesNotContain(
            Directory.GetDirectories(Path.GetTempPath(), "seco-plan-*").Select(d => Path.Combine(d, "run", "config.yaml")),
            file => File.Exists(file) && File.ReadAllText(file).Contains(scenes.Data, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Plain_training_on_truth_is_planned_without_stages_that_make_labels()
    {
        string[] set =
        [
            "rounds=1",
            "adaptation={setting: black_box, labels: truth, network: unet-small, batch_size: 1, epochs: 60, views: {crop_width: 32, crop_height: 32}}",
        ];
        SecoResult result = (await Seco.Run(
            ["plan", scenes.Configuration, "--images=2", "--seconds=600", "--json", .. set.SelectMany(s => new[] { "--set", s })])).Expect(ExitCode.Done);

        JsonNode plan = JsonNode.Parse(result.Output)!;
        JsonNode[] stages = [.. plan["stages"]!.AsArray().OfType<JsonNode>()];
        Assert.Equal(["adapt", "evaluate"], stages.Select(s => (string)s["stage"]!));
        Assert.Equal(240, (long)stages[0]["items"]!); // four steps an epoch
        Assert.Equal((double)plan["seconds"]!, stages.Sum(s => (double)s["seconds"]!), 6);
    }

    [Theory]
    [InlineData("--budget", "soon", "expected a number with h, m or s")]
    [InlineData("--memory", "much", "no amount of memory")]
    [InlineData("--images", "1", "expected 2 to 1000")]
    public async Task Limits_that_are_none_are_refused(string option, string value, string says) =>
        (await Seco.Run("plan", scenes.Configuration, option, value)).Expect(ExitCode.WrongUsage).Says(says);
}
