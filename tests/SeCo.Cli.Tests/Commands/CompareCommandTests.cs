using System.Text.Json.Nodes;
using SeCo.Cli.Tests.Fixtures;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.RunFiles;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.Commands;

public sealed class CompareCommandTests(SmallScenes scenes)
{
    [Fact]
    public async Task Two_runs_are_told_apart_by_settings_labels_and_models()
    {
        using TempFolder temp = new();
        (string one, string other) = (Copy(temp["one"]), Copy(temp["other"]));
        string settings = Path.Combine(other, "config.yaml");
        File.WriteAllText(settings, File.ReadAllText(settings).Replace("folds: 2", "folds: 3", StringComparison.Ordinal)
            .Replace("flip: false", "flip: true", StringComparison.Ordinal).Replace("adaptation: null", "adaptation: {epochs: 77}", StringComparison.Ordinal));
        string changed = Directory.GetFiles(Path.Combine(other, "labels"), "*.png").Order(StringComparer.Ordinal).ElementAt(3);
        LabelMap labels = LabelPng.Read(changed);
        labels.Pixels[..(labels.Pixels.Length / 2)].Fill(1);
        LabelPng.Write(changed, labels);

        SecoResult result = (await Seco.Run("compare", one, other, "--images", "2", "--device", "cpu", "--out", temp["page.html"], "--json"))
            .Expect(ExitCode.Done);

        JsonNode found = JsonNode.Parse(result.Output)!;
        Assert.Empty(JsonSchemaCheck.Faults(RunFileKinds.Comparison.Schema(), found));
        Assert.Equal(
            ["prediction.flip: false, true", "correction.folds: 2, 3", "adaptation: null, {…}", "adaptation.epochs: -, 77"],
            found["settings"]!.AsArray().Select(s => $"{s!["key"]}: {string.Join(", ", s["values"]!.AsArray())}"));
        Assert.Equal(Path.GetFileNameWithoutExtension(changed), (string?)found["disputed"]![0]!["name"]);
        Assert.InRange((double)found["disputed"]![0]!["share"]!, 0.01, 0.5);
        Assert.InRange((double)found["agreement"]![0]![1]!, 0.8, 0.9999);
        JsonNode model = found["runs"]![0]!["label_free"]!;
        Assert.InRange((double)model["density"]!, 0, Math.Log(255));
        Assert.InRange((double)model["consistency"]!, 0, 1);

        // However the settings of the other say that it looks at images.
        Assert.Equal((double)model["consistency"]!, (double)found["runs"]![1]!["label_free"]!["consistency"]!);
        Assert.Null(found["trusted"]);
        Assert.Contains("several runs alike", (string?)found["reason"], StringComparison.Ordinal);
        string page = File.ReadAllText(temp["page.html"]);
        Assert.Contains("where they differ", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=\"http", page, StringComparison.Ordinal);

        (await Seco.Run("compare", one, other, "--images", "1", "--device", "cpu", "--set", "prediction.scales=[1000]", "--out", temp["page.html"]))
            .Expect(ExitCode.Done).Says("its model was not measured", "scales: found [1000]");
    }

    [Fact]
    public async Task What_cannot_be_compared_is_refused_with_the_way_out()
    {
        using TempFolder temp = new();

        (await Seco.Run("compare", scenes.Baseline, "--out", temp["page.html"])).Expect(ExitCode.Failed).Says("two different runs");
        (await Seco.Run("compare", scenes.Baseline, scenes.Baseline + "/", "--out", temp["page.html"])).Expect(ExitCode.Failed).Says("1 of them different");
        (await Seco.Run("compare", scenes.Baseline, temp.Path, "--out", temp["page.html"])).Expect(ExitCode.Failed).Says("holds no run");
        Assert.False(File.Exists(temp["page.html"]));
    }

    private string Copy(string folder)
    {
        foreach (string file in Directory.GetFiles(scenes.Baseline, "*", SearchOption.AllDirectories))
        {
            string to = Path.Combine(folder, Path.GetRelativePath(scenes.Baseline, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        Directory.CreateDirectory(Path.Combine(folder, "adaptation"));
        SmallNetwork.Write(Path.Combine(folder, "adaptation", "last.safetensors"), notes: true);
        return folder;
    }
}
