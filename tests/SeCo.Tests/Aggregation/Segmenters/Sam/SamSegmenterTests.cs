using System.Text.Json;
using SeCo.Aggregation.Segmenters;
using SeCo.Aggregation.Segmenters.Cache;
using SeCo.Aggregation.Segmenters.Sam;
using SeCo.Checkpoints;
using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.Models.Sam;
using SeCo.SegmentAnything;
using SeCo.Storage;
using SeCo.Testing;
using SeCo.Tests.SegmentAnything;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Aggregation.Segmenters.Sam;

public sealed class SamSegmenterTests : SamModelTest
{
    private static readonly AutomaticMaskOptions Lax = new() { PointsPerSide = 3, PredIouThresh = 0, StabilityScoreThresh = 0.2 };

    private static SamSegmenterOptions Golden => new()
    {
        Weights = Path.Combine(SamGolden.Folder, "tiny_sam.pth"),
        Arch = Path.Combine(SamGolden.Folder, "config.json"),
        Generator = Lax,
    };

    [Theory]
    [InlineData("plain")]
    [InlineData("crops")]
    public void All_masks_are_those_of_the_official_generator_in_its_order(string name)
    {
        JsonElement golden = SamGolden.Json($"amg/{name}.json");
        using SamSegmenter segmenter = new(Golden with { Generator = SegmenterGolden.Options(golden.At("config")) });
        using ISegmentedImage image = segmenter.Open(SamGolden.Image(golden.At("image").GetString()!));

        IReadOnlyList<SegmentMask> masks = image.GenerateMasks();

        Assert.Equal(golden.Int("count"), masks.Count);
        Assert.All(golden.At("records").EnumerateArray().Zip(masks), pair =>
        {
            Assert.True(RunLengthMask.Iou(pair.First.At("segmentation").Rle(), pair.Second.Mask) >= 0.99);
            Assert.Equal(pair.First.Double("predicted_iou"), pair.Second.Score, 1e-3);
            Assert.Equal(pair.First.Double("stability_score"), pair.Second.Record!.StabilityScore, 1e-3);
        });
    }

    [Fact]
    public void Prompts_are_the_official_single_masks_with_boxes_that_end_at_their_last_pixel()
    {
        RgbImage pixels = SamGolden.Image("a");
        SegmentPrompt[] prompts =
        [
            new(new Box(60, 80, 200, 240), [new ImagePoint(130, 160)]),
            new(new Box(10, 10, 11, 90), []),
            new(null, [new ImagePoint(300, 100.5)]),
            new(new Box(0, 0, 480, 360), [new ImagePoint(20, 20), new ImagePoint(21, 300)]),
        ];
        using SamSegmenter segmenter = new(Golden);
        using ISegmentedImage image = segmenter.Open(pixels);
        using SamModel model = Load();
        using SamImage official = new SamPredictor(model).Open(pixels);
        SamMask[] expected =
        [
            official.Predict(new SamPrompt { Box = new ImageBox(60, 80, 199, 239), Points = [new(130, 160)] }, multimask: false)[0],
            official.Predict(new SamPrompt { Box = new ImageBox(10, 10, 10.5, 89) }, multimask: false)[0],
            official.Predict(new SamPrompt { Points = [new(300, 100.5)] }, multimask: false)[0],
            official.Predict(
                new SamPrompt { Box = new ImageBox(0, 0, 479, 359), Points = [new(20, 20), new(21, 300)] }, multimask: false)[0],
        ];

        IReadOnlyList<SegmentMask> answers = image.Predict(prompts);

        Assert.All(expected.Zip(answers), pair =>
        {
            Assert.True(RunLengthMask.Iou(pair.First.Mask, pair.Second.Mask) >= 0.999);
            Assert.Equal(pair.First.PredictedIou, pair.Second.Score, 1e-5);
        });
    }

    [Fact]
    public void The_fingerprint_names_what_changes_an_answer_and_nothing_else()
    {
        using TempFolder folder = new();
        string weights = folder["a.pth"];
        File.Copy(Golden.Weights, weights);
        string first = FingerprintOf(Golden);

        Assert.Equal(
            first, FingerprintOf(Golden with { Weights = weights, Cache = "somewhere", Generator = Lax with { PointsPerBatch = 7, Parallelism = 2 } }));
        Assert.NotEqual(first, FingerprintOf(Golden with { Weights = Path.Combine(SamGolden.Folder, "tiny_sam.safetensors") }));
        Assert.NotEqual(first, FingerprintOf(Golden with { Precision = SamPrecision.BFloat16 }));
        Assert.NotEqual(first, FingerprintOf(Golden with { Generator = Lax with { CropNLayers = 1 } }));
        Assert.NotEqual(first, FingerprintOf(Golden with { Generator = Lax with { MinMaskRegionArea = 1 } }));
    }

    [Fact]
    public void Segmenters_that_share_a_model_answer_alike_from_many_threads_and_release_it_with_the_last()
    {
        long before = TorchRuntime.LiveTensors;
        SamSegmenter first = new(Golden);
        SamSegmenter[] shared = [first.Share(), first.Share(), first.Share()];
        first.Dispose();
        Assert.Equal(before, TorchRuntime.LiveTensors); // nothing is loaded before the first image is asked about
        RgbImage pixels = SamGolden.Image("c");

        SegmentMask[][] masks = new SegmentMask[3][];
        Parallel.For(0, 3, new ParallelOptions { MaxDegreeOfParallelism = 3 }, i =>
        {
            using ISegmentedImage image = shared[i].Open(pixels);
            masks[i] = [.. image.GenerateMasks()];
        });

        Assert.NotEmpty(masks[0]);
        Assert.All(masks, m => Assert.Equal(masks[0].Select(x => x.Mask.Counts.ToArray()), m.Select(x => x.Mask.Counts.ToArray())));
        shared[0].Dispose();
        shared[1].Dispose();
        Assert.True(TorchRuntime.LiveTensors > before);
        shared[2].Dispose();
        Assert.Equal(before, TorchRuntime.LiveTensors);
    }

    [Fact]
    public void With_its_answers_kept_the_model_is_not_loaded_again()
    {
        using TempFolder folder = new();
        RgbImage pixels = SamGolden.Image("c");
        SegmentPrompt prompt = new(new Box(20, 30, 90, 140), [new ImagePoint(55, 85)]);
        (IReadOnlyList<SegmentMask> masks, IReadOnlyList<SegmentMask> answers) = Ask(out bool loaded);
        Assert.True(loaded);

        (IReadOnlyList<SegmentMask> again, IReadOnlyList<SegmentMask> answeredAgain) = Ask(out loaded);

        Assert.False(loaded);
        Assert.Equal(masks.Select(m => m.Mask.Counts.ToArray()), again.Select(m => m.Mask.Counts.ToArray()));
        Assert.Equal(
            masks.Select(m => (m.Score, m.Record!.StabilityScore, m.Record.CropBox)),
            again.Select(m => (m.Score, m.Record!.StabilityScore, m.Record.CropBox)));
        Assert.Equal(answers[0].Mask.Counts.ToArray(), answeredAgain[0].Mask.Counts.ToArray());

        (IReadOnlyList<SegmentMask>, IReadOnlyList<SegmentMask>) Ask(out bool loaded)
        {
            long before = TorchRuntime.LiveTensors;
            using CachedSegmenter segmenter = new(new SamSegmenter(Golden), folder.Path);
            using ISegmentedImage image = segmenter.Open(pixels, "c");
            (IReadOnlyList<SegmentMask>, IReadOnlyList<SegmentMask>) all = (image.GenerateMasks(), image.Predict([prompt]));
            loaded = TorchRuntime.LiveTensors > before;
            return all;
        }
    }

    [Fact]
    public void Faults_are_told_before_a_model_is_loaded()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder["a.pth"], "no weights");
        Assert.Contains(
            "a.pth", Assert.Throws<CheckpointException>(() => new SamSegmenter(Golden with { Weights = folder["a.pth"] })).Message, StringComparison.Ordinal);
        Assert.Throws<CheckpointException>(() => new SamSegmenter(Golden with { Weights = folder["none.pth"] }));
        Assert.Contains("vit_x", Assert.Throws<ArgumentException>(() => new SamSegmenter(Golden with { Arch = "vit_x" })).Message, StringComparison.Ordinal);
        Assert.Contains(
            "points_per_side",
            Assert.Throws<ArgumentException>(() => new SamSegmenter(Golden with { Generator = new() { PointsPerSide = 0 } })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_that_is_too_thin_is_named()
    {
        using SamSegmenter segmenter = new(Golden);
        using ISegmentedImage image = segmenter.Open(new RgbImage(4000, 2), "thin");
        Assert.Contains("'thin'", Assert.Throws<DatasetException>(() => image.GenerateMasks()).Message, StringComparison.Ordinal);
    }

    private static string FingerprintOf(SamSegmenterOptions options)
    {
        using SamSegmenter segmenter = new(options);
        return segmenter.Fingerprint;
    }
}
