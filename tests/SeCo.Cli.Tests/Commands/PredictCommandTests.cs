using System.Diagnostics;
using System.Text.Json.Nodes;
using SeCo.Checkpoints;
using SeCo.Cli.Tests.Fixtures;
using SeCo.Imaging.Codecs;
using SeCo.Models.EspNet;
using SeCo.Testing;
using SeCo.Torch;
using SeCo.Torch.Nn;
using Xunit;

namespace SeCo.Cli.Tests.Commands;

public sealed class PredictCommandTests(SmallScenes scenes)
{
    private static readonly string[] Fast = ["--input-size", "own", "--threads", "1", "--device", "cpu"];

    private string Images => Path.Combine(scenes.Data, "images");

    [Fact]
    public async Task What_is_predicted_can_be_evaluated_and_labelled()
    {
        using TempFolder folder = new();
        (await Predict(folder, Images, "--probabilities", "bytes")).Expect(ExitCode.Done);
        string[] names =
            [.. Directory.GetFiles(Images, "*", SearchOption.AllDirectories).Select(p => Path.ChangeExtension(Path.GetRelativePath(Images, p), null))];
        Assert.Equal(SmallScenes.Count, names.Length);
        Assert.All(names, name => Assert.Equal(160, LabelPng.Read(folder[$"out/labels/{name}.png"]).Width));

        // The network knows nothing, so nothing is said of the numbers: only that every image has its place.
        string split = Path.GetDirectoryName(names[0])!;
        (await Seco.Run(
            [
                "pseudo-label", scenes.Configuration, "--out", folder["run"], "--set", $"dataset.predictions.labels={folder[$"out/labels/{split}"]}",
                "--set", $"dataset.predictions.confidence={folder[$"out/confidence/{split}"]}", "--set", "dataset.classes=cityscapes19", "--set",
                "dataset.truth=",
            ])).Expect(ExitCode.Done);
    }

    [Fact]
    public async Task The_same_command_goes_on_after_a_kill()
    {
        using TempFolder folder = new();
        string[] call = [.. Call(folder, Images), .. Fast];
        using (Process process = Seco.Start(call))
        {
            while (await process.StandardError.ReadLineAsync() is { } line && !line.StartsWith("predict: images 1/", StringComparison.Ordinal))
            {
            }

            process.Kill();
            await process.WaitForExitAsync();
        }

        JsonNode result = JsonNode.Parse((await Seco.Run([.. call, "--json"])).Expect(ExitCode.Done).Output)!;
        Assert.Equal(SmallScenes.Count, (int)result["images"]!);
        Assert.True((int)result["kept"]! >= 1);
        Assert.Empty(Directory.GetFiles(folder["out"], "*.npy", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Images_by_tiles_get_a_tiff_each_and_the_same_command_keeps_them()
    {
        using TempFolder folder = new();
        SecoResult first = (await Predict(folder, Images, "--tile", "96", "--json")).Expect(ExitCode.Done);
        string[] labels = Directory.GetFiles(folder["out/labels"], "*", SearchOption.AllDirectories);
        Assert.Equal(SmallScenes.Count, labels.Length);
        Assert.All(labels, label => Assert.Equal((".tif", 160), (Path.GetExtension(label), RgbImageFile.ReadHeader(label).Width)));
        Assert.False(Directory.Exists(folder["out/confidence"]));
        Assert.Equal(0, (int)JsonNode.Parse(first.Output)!["kept"]!);
        SecoResult again = (await Predict(folder, Images, "--tile", "96", "--json")).Expect(ExitCode.Done);
        Assert.Equal(SmallScenes.Count, (int)JsonNode.Parse(again.Output)!["kept"]!);
        (await Predict(folder, Images, "--tile", "96", "--probabilities", "bytes")).Expect(ExitCode.WrongUsage).Says("probabilities: not written");
    }

    [Theory]
    [InlineData("--tile 12", "tile: found 12, expected 64")]
    [InlineData("--model espent", "Did you mean 'espnet'?")]
    [InlineData("--classes camvid12", "Did you mean 'camvid11'?")]
    [InlineData("--window wide", "expected a number of pixels")]
    [InlineData("--input-size 10", "1024x512, or own")]
    [InlineData("--scales 0", "0.1 to 10")]
    [InlineData("--probabilities some", "none, bytes, half or full")]
    [InlineData("--classes endovis3", "Give a class map")]
    public async Task Wrong_usage_is_explained(string arguments, string says)
    {
        using TempFolder folder = new();
        string[] more = arguments.Split(' ');
        string[] call = [.. Call(folder, Images), .. Fast];
        int known = Array.IndexOf(call, more[0]);
        string[] changed = known < 0 ? [.. call, .. more] : [.. call[..(known + 1)], more[1], .. call[(known + 2)..]];
        SecoResult result = await Seco.Run(changed);
        Assert.NotEqual(ExitCode.Done, result.Code);
        result.Says(says);
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Fact]
    public async Task Empty_folders_and_missing_weights_are_told()
    {
        using TempFolder folder = new();
        Directory.CreateDirectory(folder["empty"]);
        (await Predict(folder, folder["empty"])).Expect(ExitCode.Failed).Says("no images below this folder");
        (await Seco.Run(
            ["predict", "--model", "espnet", "--weights", folder["none.pth"], "--images", Images, "--classes", "camvid11", "--out", folder["out"], .. Fast]))
            .Expect(ExitCode.Failed).Says("none.pth");
    }

    private static Task<SecoResult> Predict(TempFolder folder, string images, params string[] more) => Seco.Run([.. Call(folder, images), .. Fast, .. more]);

    private static string[] Call(TempFolder folder, string images)
    {
        string weights = folder["weights.safetensors"];
        if (!File.Exists(weights))
        {
            using EspNet network = new(EspNetConfig.Cityscapes, new RandomSource(4));
            SafetensorsWriter.Write(weights, network.StateDictionary().ToSources());
        }

        return ["predict", "--model", "espnet", "--weights", weights, "--images", images, "--classes", "cityscapes19", "--out", folder["out"]];
    }
}
