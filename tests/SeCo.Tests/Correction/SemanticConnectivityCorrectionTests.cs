using Microsoft.Extensions.Logging.Abstractions;
using SeCo.Correction;
using SeCo.Correction.Noise;
using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.RunFiles;
using SeCo.Storage;
using SeCo.Testing;
using SeCo.Tests.Correction.Noise.Examples;
using SeCo.Tests.Prediction;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Correction;

/// <summary>SCC on made images: the left half is red and of class a, the right half blue and of class b. In the first image both halves are called
/// a.</summary>
public sealed class SemanticConnectivityCorrectionTests : PredictionTest
{
    private const int Side = 16;

    private static readonly ClassSet Classes = new(
        "two", [new SegmentationClass(0, "a", (1, 2, 3), ClassKind.Stuff), new SegmentationClass(1, "b", (4, 5, 6), ClassKind.Thing)]);

    private static readonly CorrectionOptions Options = new()
    {
        Backbone = Backbone.Descriptors, MinimumRegionPixels = 1, Regions = RegionUnit.Masks, Frozen = new() { Epochs = 200 },
    };

    [Fact]
    public async Task A_rule_of_the_callers_own_finds_the_wrong_region_and_leaves_its_name_and_words()
    {
        using TempFolder folder = new();
        IReadOnlyList<ImageEntry> entries = Images(folder, 8);
        SemanticConnectivityCorrection stage = new(Classes, Options, Environment, MedianNoiseModel.Rule);

        CorrectionSummary summary = await Run(stage, entries, folder);

        NoiseModelRecord record = RunFileKinds.NoiseModel.Read(folder["out/noise-model.json"]);
        Assert.Equal("median", record.Rule);
        Assert.StartsWith("Rule median: ", record.Explanation, StringComparison.Ordinal);
        Assert.Equal(16, summary.Regions);
        Assert.DoesNotContain((byte)0, RightHalf(folder, "0")); // what is blue is not a
        Assert.All(entries.Skip(1), e => Assert.All(RightHalf(folder, e.Name), label => Assert.Equal(1, label)));
    }

    [Fact]
    public async Task Class_doubt_with_pixel_evidence_decodes_an_images_answers_once()
    {
        using TempFolder folder = new();
        IReadOnlyList<ImageEntry> entries = Images(folder, 4);
        CorrectionOptions options = Options with
        {
            Noise = new NoiseOptions { Rule = NoiseRule.ClassDoubt, Combination = NoiseCombination.Sum, PixelWeight = 1 },
        };
        SemanticConnectivityCorrection stage = new(Classes, options, Environment);
        await stage.PrepareAsync(entries, folder["in"], folder["out"], cancellationToken: TestContext.Current.CancellationToken);
        foreach (ImageEntry entry in entries)
        {
            File.Delete(entry.PredictionPath!);
            File.Delete(entry.ConfidencePath!);
            File.Delete(folder[$"in/labels/{entry.Name}.png"]);
        }

        CorrectionSummary summary = await stage.JudgeAsync(entries, folder["in"], folder["out"], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(8, summary.Regions);
        Assert.All(entries, e => Assert.True(File.Exists(folder[$"out/labels/{e.Name}.png"])));
        Assert.False(Directory.Exists(folder["out/support"]));
    }

    [Fact]
    public async Task Images_that_are_not_prepared_are_named()
    {
        using TempFolder folder = new();
        IReadOnlyList<ImageEntry> entries = Images(folder, 2);
        SemanticConnectivityCorrection stage = new(Classes, Options, Environment);
        await stage.PrepareAsync(entries, folder["in"], folder["out"], new Shard(1, 2), cancellationToken: TestContext.Current.CancellationToken);

        DatasetException wrong = await Assert.ThrowsAsync<DatasetException>(
            () => stage.JudgeAsync(entries, folder["in"], folder["out"], cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains("1 of 2 images have no regions yet", wrong.Message, StringComparison.Ordinal);
        Assert.Equal(["1"], wrong.Faults);
    }

    private static StageEnvironment Environment => new(1, Device.Cpu, 1, NullLogger.Instance);

    private static async Task<CorrectionSummary> Run(SemanticConnectivityCorrection stage, IReadOnlyList<ImageEntry> entries, TempFolder folder)
    {
        await stage.PrepareAsync(entries, folder["in"], folder["out"], cancellationToken: TestContext.Current.CancellationToken);
        return await stage.JudgeAsync(entries, folder["in"], folder["out"], cancellationToken: TestContext.Current.CancellationToken);
    }

    private static byte[] RightHalf(TempFolder folder, string name)
    {
        LabelMap labels = LabelPng.Read(folder[$"out/labels/{name}.png"]);
        return [.. Enumerable.Range(0, Side).SelectMany(y => labels.Row(y)[(Side / 2)..].ToArray())];
    }

    private static ImageEntry[] Images(TempFolder folder, int count)
    {
        foreach (string part in (string[])["in/labels", "in/regions", "images"])
        {
            Directory.CreateDirectory(folder[part]);
        }

        return [.. Enumerable.Range(0, count).Select(i => Image(folder, $"{i}", wrong: i == 0))];
    }

    private static ImageEntry Image(TempFolder folder, string name, bool wrong)
    {
        ImageEntry entry = new()
        {
            Name = name, ImagePath = folder[$"images/{name}.png"], PredictionPath = folder[$"images/{name}.label.png"],
            ConfidencePath = folder[$"images/{name}.confidence.png"],
        };
        RgbImage image = new(Side, Side);
        BinaryMask[] halves = [new(Side, Side), new(Side, Side)];
        LabelMap labels = new(Side, Side);
        for (int i = 0; i < Side * Side; i++)
        {
            int half = i % Side < Side / 2 ? 0 : 1;
            image.Pixels[(3 * i) + (2 * half)] = 200;
            halves[half].Pixels[i] = 1;
            labels.Pixels[i] = (byte)(wrong ? 0 : half);
        }

        RgbImageFile.Write(entry.ImagePath, image);
        LabelPng.Write(entry.PredictionPath, labels);
        LabelPng.Write(folder[$"in/labels/{name}.png"], labels);
        ConfidencePng.Write(entry.ConfidencePath, new ConfidenceMap(Side, Side, [.. Enumerable.Repeat((ushort)40000, Side * Side)]));
        RegionFile.Write(
            folder[$"in/regions/{name}.json"],
            halves.Select((half, id) => ConnectedRegion.FromMask(id, wrong ? 0 : id, Imaging.Rle.RunLengthMask.FromMask(half))));
        return entry;
    }
}
