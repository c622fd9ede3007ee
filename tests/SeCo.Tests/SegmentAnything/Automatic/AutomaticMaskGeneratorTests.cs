using System.Text.Json;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.Models.Sam;
using SeCo.SegmentAnything;
using Xunit;

namespace SeCo.Tests.SegmentAnything.Automatic;

/// <summary>All masks of an image, from its PNG, against the official generator; tolerances of the golden set's README.</summary>
public sealed class AutomaticMaskGeneratorTests : SamModelTest
{
    [Theory]
    [InlineData("plain")]
    [InlineData("crops")]
    [InlineData("regions")]
    public void Records_are_the_official_ones_in_the_official_order(string name)
    {
        JsonElement golden = SamGolden.Json($"amg/{name}.json");
        using SamModel model = Load();
        AutomaticMaskGenerator generator = new(model, SegmenterGolden.Options(golden.At("config")));
        SegmenterGolden.SameRecords(golden, generator.Generate(SamGolden.Image(golden.At("image").GetString()!)));
    }

    [Fact]
    public void An_open_image_gives_the_same_and_threads_change_nothing()
    {
        using SamModel model = Load();
        AutomaticMaskOptions options = Lax with { CropNLayers = 1, PointsPerBatch = 5, Parallelism = 1 };
        RgbImage pixels = SamGolden.Image("c");
        IReadOnlyList<MaskRecord> expected = new AutomaticMaskGenerator(model, options).Generate(pixels);
        Assert.NotEmpty(expected);
        using SamImage image = new SamPredictor(model).Open(pixels);
        Same(expected, new AutomaticMaskGenerator(model, options).Generate(image));
        Same(expected, new AutomaticMaskGenerator(model, options with { Parallelism = 4 }).Generate(image));
    }

    [Fact]
    public void No_mask_that_passes_is_an_empty_list_with_crops_too()
    {
        using SamModel model = Load();
        AutomaticMaskOptions options = Lax with { PredIouThresh = 100 };
        Assert.Empty(new AutomaticMaskGenerator(model, options).Generate(SamGolden.Image("c")));
        Assert.Empty(new AutomaticMaskGenerator(model, options with { CropNLayers = 1, MinMaskRegionArea = 50 }).Generate(SamGolden.Image("c")));
    }

    [Fact]
    public void Points_of_ones_own_are_asked_and_thresholds_of_0_keep_all()
    {
        using SamModel model = Load();
        AutomaticMaskOptions options =
            new() { PointGrids = [[new ImagePoint(0.25, 0.5), new ImagePoint(1, 1)]], PredIouThresh = 0, StabilityScoreThresh = 0, BoxNmsThresh = 1 };
        IReadOnlyList<MaskRecord> found = new AutomaticMaskGenerator(model, options).Generate(SamGolden.Image("c"));
        Assert.Equal(6, found.Count);
        Assert.Equal(new HashSet<ImagePoint> { new(37.5, 100), new(150, 200) }, found.Select(r => r.PointCoordinates[0]).ToHashSet());
    }

    [Fact]
    public void Progress_is_told_and_a_cancelled_run_stops()
    {
        using SamModel model = Load();
        List<MaskProgress> told = [];
        using CancellationTokenSource stop = new();
        AutomaticMaskGenerator generator = new(model, Lax with { PointsPerBatch = 4 });
        Assert.Throws<OperationCanceledException>(() => generator.Generate(SamGolden.Image("c"), new Told(p =>
        {
            told.Add(p);
            if (p.PointsDone == 8)
            {
                stop.Cancel();
            }
        }), stop.Token));
        Assert.Equal([(4, 16), (8, 16)], told.Select(p => (p.PointsDone, p.PointsTotal)));
    }

    private static AutomaticMaskOptions Lax => new() { PointsPerSide = 4, PredIouThresh = 0.1, StabilityScoreThresh = 0.3 };

    private static void Same(IReadOnlyList<MaskRecord> expected, IReadOnlyList<MaskRecord> found)
    {
        Assert.Equal(expected.Count, found.Count);
        Assert.All(expected, (record, i) =>
        {
            Assert.Equal(record.Segmentation.Counts.ToArray(), found[i].Segmentation.Counts.ToArray());
            Assert.Equal((record.PredictedIou, record.StabilityScore, record.Bounds), (found[i].PredictedIou, found[i].StabilityScore, found[i].Bounds));
        });
    }

    private sealed class Told(Action<MaskProgress> report) : IProgress<MaskProgress>
    {
        public void Report(MaskProgress value) => report(value);
    }
}
