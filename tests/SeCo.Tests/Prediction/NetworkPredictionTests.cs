using SeCo.Checkpoints;
using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.PixelLabels;
using SeCo.Prediction;
using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Prediction;

public sealed class NetworkPredictionTests : PredictionTest
{
    [Theory]
    [InlineData(ProbabilityOutput.Bytes, 0.0025)]
    [InlineData(ProbabilityOutput.HalfPrecision, 5e-4)]
    [InlineData(ProbabilityOutput.FullPrecision, 1.6e-5)]
    public async Task Pixel_labels_are_made_of_the_files_as_they_are(ProbabilityOutput output, double tolerance)
    {
        using TempFolder folder = Images("a.png", "night/b.png");
        await Run(folder, OwnSize with { Probabilities = output });
        ImageEntry[] entries = [.. ImageEntry.Find(folder["images"]).Select(e => e with
        {
            PredictionPath = folder[$"out/labels/{e.Name}.png"],
            ConfidencePath = folder[$"out/confidence/{e.Name}.png"],
            ProbabilityPath = folder[$"out/probabilities/{e.Name}.npy"],
        })];
        Assert.Equal(["a", "night/b"], entries.Select(e => e.Name));
        foreach (ImageEntry entry in entries)
        {
            PixelAnswer given = new AnswerReader(CamVid, PixelLabelSource.Confidence).Read(entry, []);
            PixelAnswer found = new AnswerReader(CamVid, PixelLabelSource.Probabilities).Read(entry, []);
            for (int i = 0; i < given.Labels.Pixels.Length; i++)
            {
                Assert.Equal(given.Confidence!.Pixels[i] / 65535.0, found.Confidence!.Pixels[i] / 65535.0, tolerance);
            }

            Assert.True(output != ProbabilityOutput.FullPrecision || given.Labels.Pixels.SequenceEqual(found.Labels.Pixels));
        }
    }

    [Fact]
    public async Task Labels_by_tiles_take_the_place_of_labels_of_the_whole_image_and_the_other_way_round()
    {
        using TempFolder folder = Images("a.png");
        foreach ((int tile, string file) in new[] { (0, "a.png"), (64, "a.tif"), (0, "a.png") })
        {
            await Run(folder, OwnSize with { Tile = tile });
            Assert.Equal([folder[$"out/labels/{file}"]], Directory.GetFiles(folder["out/labels"]));
            Assert.Equal(tile == 0, File.Exists(folder["out/confidence/a.png"]));
        }
    }

    [Fact]
    public async Task A_second_run_makes_only_what_is_missing_or_has_changed()
    {
        using TempFolder folder = Images("a.png", "b.png", "c.png");
        Assert.Equal(new PredictionSummary(3, 0), await Run(folder, OwnSize));
        byte[] first = File.ReadAllBytes(folder["out/confidence/c.png"]);
        RgbImageFile.Write(folder["images/b.png"], Image(24, 16, seed: 9));
        File.Delete(folder["out/confidence/c.png"]);
        string damage = $"the files of 1 finished images in {folder["out"]} were missing or damaged, and were made again: c";
        Assert.Equal(new PredictionSummary(3, 1) { Damage = damage }, await Run(folder, OwnSize));
        Assert.Equal(first, File.ReadAllBytes(folder["out/confidence/c.png"]));
        Assert.Equal(new PredictionSummary(3, 3), await Run(folder, OwnSize));
        Assert.Equal(new PredictionSummary(3, 0), await Run(folder, OwnSize with { Flip = true }));
        Assert.Equal(new PredictionSummary(3, 0), await Run(folder, OwnSize, seed: 6));
        Assert.Equal(new PredictionSummary(3, 0), await Run(folder, OwnSize));

        // What is removed leaves no folder behind, and files of others stay.
        File.WriteAllText(folder["out/labels/mine.txt"], "mine");
        NetworkPrediction.Remove(folder["out"]);
        Assert.Equal([folder["out/labels/mine.txt"]], Directory.GetFiles(folder["out"], "*", SearchOption.AllDirectories));
        Assert.Equal([folder["out/labels"]], Directory.GetDirectories(folder["out"]));
        File.Delete(folder["out/labels/mine.txt"]);
        Assert.Equal(new PredictionSummary(3, 0), await Run(folder, OwnSize));
        NetworkPrediction.Remove(folder["out"]);
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Fact]
    public async Task A_run_that_is_stopped_goes_on_and_no_answer_of_other_settings_passes_for_its_own()
    {
        using TempFolder folder = Images("a.png", "b.png", "c.png");
        await Run(folder, OwnSize);
        byte[] plain = File.ReadAllBytes(folder["out/confidence/a.png"]);
        using CancellationTokenSource stop = new();
        StopAfterFirst progress = new(stop);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Run(folder, OwnSize with { Flip = true }, progress: progress, cancellationToken: stop.Token));
        Assert.NotEqual(plain, File.ReadAllBytes(folder["out/confidence/a.png"]));
        Assert.Equal(new PredictionSummary(3, 0), await Run(folder, OwnSize)); // only lines of the present settings are kept
        Assert.Equal(plain, File.ReadAllBytes(folder["out/confidence/a.png"]));
    }

    [Fact]
    public async Task Unreadable_images_are_told_together_after_the_others_are_written()
    {
        using TempFolder folder = Images("a.png", "z.png");
        File.WriteAllText(folder["images/m.png"], "no image");
        DatasetException fault = await Assert.ThrowsAsync<DatasetException>(() => Run(folder, OwnSize));
        Assert.Contains("1 of 3 images", fault.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(folder["out/labels/z.png"]));
        Assert.False(File.Exists(folder["out/labels/m.png"]));
    }

    [Fact]
    public async Task Files_of_something_else_are_not_replaced()
    {
        using TempFolder folder = Images("a.png");
        Directory.CreateDirectory(folder["out/labels"]);
        File.WriteAllText(folder["out/labels/a.png"], "precious");
        Assert.Contains("Give a new folder", (await Assert.ThrowsAsync<DatasetException>(() => Run(folder, OwnSize))).Message, StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(folder["out/labels/a.png"]));
    }

    [Fact]
    public void Weights_that_do_not_fit_say_what_would()
    {
        using TempFolder folder = new();
        string eleven = WriteWeights(folder, classes: 11);
        Assert.Contains("Did you mean 'espnet'?", Assert.Throws<ArgumentException>(() => TrainedNetwork.Load("espent", eleven)).Message,
            StringComparison.Ordinal);
        CheckpointException fault = Assert.Throws<CheckpointException>(() => TrainedNetwork.Load("espnet", eleven));
        Assert.Contains("20 or 19 outputs", fault.Message, StringComparison.Ordinal);
        Assert.Contains("--model-classes", fault.Message, StringComparison.Ordinal);
        Assert.Contains("nowhere.pth", Assert.Throws<CheckpointException>(() => TrainedNetwork.Load("espnet", folder["nowhere.pth"])).Message,
            StringComparison.Ordinal);
        using TrainedNetwork network = TrainedNetwork.Load("espnet", eleven, "camvid11");
        Assert.Equal(11, network.Network.Classes);
    }

    [Fact]
    public void Published_classes_may_come_with_or_without_background()
    {
        using TempFolder folder = new();
        using TrainedNetwork with = TrainedNetwork.Load("espnet", WriteWeights(folder)),
            without = TrainedNetwork.Load("espnet", WriteWeights(folder, classes: 19));
        Assert.Equal((20, 19), (with.Network.Classes, without.Network.Classes));
    }

    private static async Task<PredictionSummary> Run(
        TempFolder folder, PredictionOptions options, ulong seed = 5, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using TrainedNetwork network = TrainedNetwork.Load("espnet", WriteWeights(folder, seed: seed));
        ClassMapping mapping = ClassMapping.Between(network.Classes, CamVid, network.Network.Classes);
        return await new NetworkPrediction(network, mapping, options).RunAsync(ImageEntry.Find(folder["images"]), folder["out"], progress, cancellationToken);
    }

    private static TempFolder Images(params string[] names)
    {
        TempFolder folder = new();
        for (int i = 0; i < names.Length; i++)
        {
            string path = folder[$"images/{names[i]}"];
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            RgbImageFile.Write(path, Image(24 + (8 * i), 16, i));
        }

        return folder;
    }

    private sealed class StopAfterFirst(CancellationTokenSource stop) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => stop.Cancel();
    }
}
