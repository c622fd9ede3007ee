using SeCo.Aggregation;
using SeCo.Aggregation.Segmenters;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.Labels;
using Xunit;

namespace SeCo.Tests.Aggregation;

public sealed class PixelSemanticAggregationTests
{
    private const int Width = 40, Height = 30;
    private const byte Road = 0, Sky = 1, Car = 2, Person = 3;

    internal static readonly ClassSet Classes = new("small",
    [
        new(Road, "road", (1, 2, 3), ClassKind.Stuff),
        new(Sky, "sky", (4, 5, 6), ClassKind.Stuff),
        new(Car, "car", (7, 8, 9), ClassKind.Thing),
        new(Person, "person", (10, 11, 12), ClassKind.Thing),
    ]);

    [Fact]
    public void Stuff_fills_its_masks_and_things_lie_over_it()
    {
        // Speckles of sky above and of road below; a car on the road.
        LabelMap labels = Scene();
        using RecordedSegmenter segmenter =
            new([Filled(new Box(0, 0, 40, 15)), Filled(new Box(0, 15, 40, 30))], RecordedSegmenter.FilledBox(Width, Height, 0.7));

        AggregationResult result = PixelSemanticAggregation.Aggregate(segmenter, labels, Classes, new AggregationOptions());

        // The car's 8 x 4 pixels from (10, 20) are enlarged to 12 x 6 from (8, 19).
        Box car = new(8, 19, 20, 25);
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                Assert.Equal(car.Contains(x, y) ? Car : y < 15 ? Sky : Road, result.Labels[x, y]);
            }
        }

        Assert.Equal([Sky, Road, Car], result.Regions.Select(r => (byte)r.CategoryId));
        Assert.Equal([600, 600 - 72, 72], result.Regions.Select(r => r.Area));
        Assert.Equal((RegionOriginKind.StuffMask, 0), (result.Regions[0].Origin!.Kind, result.Regions[0].Origin!.Mask));
        RegionOrigin origin = result.Regions[2].Origin!;
        // 32 pixels of the car and 6 speckles of road have a label there.
        Assert.Equal((car, 0.7, 32 / 38.0), (origin.Box!.Value, origin.Score!.Value, origin.Share!.Value));
    }

    [Fact]
    public void The_region_map_names_the_mask_on_top_of_each_pixel()
    {
        LabelMap labels = Scene();
        using RecordedSegmenter segmenter = new(
            [Filled(new Box(0, 0, 20, 30)), Filled(new Box(0, 0, 20, 30)), Filled(new Box(10, 0, 40, 12))], RecordedSegmenter.FilledBox(Width, Height));

        AggregationResult result = PixelSemanticAggregation.Aggregate(segmenter, labels, Classes, new AggregationOptions());
        int[] map = new int[Width * Height];
        foreach ((ConnectedRegion region, int place) in result.Regions.Select((region, place) => (region, place)))
        {
            region.Mask.Paint(map, place + 1);
        }

        // The first mask lies wholly under the second, so it is no region.
        Assert.Equal([1, 2], result.Regions.Take(2).Select(r => r.Origin!.Mask!.Value));
        for (int i = 0; i < map.Length; i++)
        {
            byte expected = map[i] == 0 ? LabelMap.Ignore : (byte)result.Regions[map[i] - 1].CategoryId;
            Assert.Equal(expected, result.Labels.Pixels[i]);
        }

        Assert.Equal(result.Regions.Select(r => r.Area), Enumerable.Range(1, result.Regions.Count).Select(k => map.LongCount(v => v == k)));
    }

    [Theory]
    [InlineData(AggregationMode.Psa, new byte[] { Sky, Road, Car })]
    [InlineData(AggregationMode.AlignOnly, new byte[] { Sky, Road })]
    [InlineData(AggregationMode.PromptOnly, new byte[] { Road, Sky, Car })]
    public void Modes_choose_which_classes_are_aligned_and_which_prompted(AggregationMode mode, byte[] expected)
    {
        LabelMap labels = Scene();
        Fill(labels, Sky, new Box(0, 0, 12, 4));
        Fill(labels, Road, new Box(22, 24, 40, 30));
        using RecordedSegmenter segmenter = new([Filled(new Box(0, 0, 40, 15)), Filled(new Box(0, 15, 40, 30))], RecordedSegmenter.FilledBox(Width, Height));

        AggregationResult result = PixelSemanticAggregation.Aggregate(segmenter, labels, Classes, new AggregationOptions { Mode = mode });

        Assert.Equal(expected, result.Regions.Select(r => (byte)r.CategoryId));
        Assert.Equal(mode == AggregationMode.PromptOnly ? 0 : 1, segmenter.Generated);
        Assert.Equal(mode != AggregationMode.PromptOnly, result.Regions.Any(r => r.Origin!.Kind == RegionOriginKind.StuffMask));
        Assert.Equal(mode != AggregationMode.AlignOnly, result.Regions.Any(r => r.Origin!.Kind == RegionOriginKind.ThingPrompt));
    }

    [Theory]
    [InlineData(UnpaintedPixels.Ignore, LabelMap.Ignore, LabelMap.Ignore)]
    [InlineData(UnpaintedPixels.KeepThingPixels, LabelMap.Ignore, Person)]
    [InlineData(UnpaintedPixels.KeepPixelLabels, Sky, Person)]
    public void Pixels_that_no_mask_picks_up_follow_the_policy(UnpaintedPixels policy, byte sky, byte person)
    {
        LabelMap labels = new(Width, Height);
        labels[3, 3] = Sky;
        labels[5, 25] = Person;
        using RecordedSegmenter segmenter = new([], RecordedSegmenter.Nothing(Width, Height));

        AggregationResult result = PixelSemanticAggregation.Aggregate(segmenter, labels, Classes, new AggregationOptions { Unpainted = policy });

        Assert.Equal((sky, person, LabelMap.Ignore), (result.Labels[3, 3], result.Labels[5, 25], result.Labels[0, 0]));
        Assert.Empty(result.Regions);
    }

    [Theory]
    [InlineData(OverlapFilter.None, AggregationVariant.Paper, new byte[] { Car, Person })]
    [InlineData(OverlapFilter.Score, AggregationVariant.Paper, new byte[] { Person })]
    [InlineData(OverlapFilter.Agreement, AggregationVariant.Paper, new byte[] { Car })]
    [InlineData(OverlapFilter.Score, AggregationVariant.Reference, new byte[] { Car, Person })]
    public void Of_two_classes_that_claim_one_place_the_filter_keeps_the_better(OverlapFilter filter, AggregationVariant variant, byte[] expected)
    {
        LabelMap labels = new(Width, Height);
        Fill(labels, Car, new Box(4, 4, 20, 12));
        Fill(labels, Person, new Box(20, 4, 24, 8));
        using RecordedSegmenter segmenter = new([], prompt =>
            prompt.Points[0].X < 20 ? new SegmentMask(Filled(new Box(4, 4, 22, 12)), 0.5) : new SegmentMask(Filled(new Box(14, 4, 24, 8)), 0.9));
        AggregationOptions options = new() { Variant = variant, OverlapFilter = filter };

        AggregationResult result = PixelSemanticAggregation.Aggregate(segmenter, labels, Classes, options);

        Assert.Equal(expected, result.Regions.Select(r => (byte)r.CategoryId));
        Assert.Equal(2, PixelSemanticAggregation.Aggregate(segmenter, labels, Classes, options with { OverlapLimit = 0.85 }).Regions.Count);
    }

    [Fact]
    public void Answers_with_too_small_a_share_of_their_class_are_dropped_where_asked()
    {
        // 32 of the 38 labelled pixels in the car's mask are the car's: 0.842.
        using RecordedSegmenter segmenter = new([], RecordedSegmenter.FilledBox(Width, Height));

        Assert.Single(PixelSemanticAggregation.Aggregate(segmenter, Scene(), Classes, new AggregationOptions { PromptThreshold = 0.84 }).Regions);
        Assert.Empty(PixelSemanticAggregation.Aggregate(segmenter, Scene(), Classes, new AggregationOptions { PromptThreshold = 0.85 }).Regions);
    }

    [Fact]
    public void Masks_of_one_class_may_overlap()
    {
        LabelMap labels = new(Width, Height);
        Fill(labels, Car, new Box(4, 4, 10, 8));
        Fill(labels, Car, new Box(12, 4, 18, 8));
        using RecordedSegmenter segmenter = new([], _ => new SegmentMask(Filled(new Box(4, 4, 18, 8)), 1));

        AggregationResult result = PixelSemanticAggregation.Aggregate(segmenter, labels, Classes, new AggregationOptions());

        Assert.Equal(56, Assert.Single(result.Regions).Area);
        Assert.Equal(2, result.Regions[0].Origin!.Component);
    }

    [Fact]
    public void An_image_without_labels_stays_empty_and_asks_nothing()
    {
        using RecordedSegmenter segmenter = new([Filled(new Box(0, 0, 40, 30))], _ => throw new InvalidOperationException("asked"));

        AggregationResult result = PixelSemanticAggregation.Aggregate(segmenter, new LabelMap(Width, Height), Classes, new AggregationOptions());

        Assert.Equal(0, segmenter.Generated);
        Assert.Empty(result.Regions);
        Assert.Equal(-1, result.Labels.Pixels.IndexOfAnyExcept(LabelMap.Ignore));
    }

    [Fact]
    public void Labels_outside_the_class_set_are_refused_with_their_place()
    {
        LabelMap labels = new(Width, Height);
        labels[7, 2] = 9;
        using RecordedSegmenter segmenter = new([], RecordedSegmenter.Nothing(Width, Height));

        ArgumentException error =
            Assert.Throws<ArgumentException>(() => PixelSemanticAggregation.Aggregate(segmenter, labels, Classes, new AggregationOptions()));

        Assert.Contains("label 9 at (7, 2)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_segmenter_that_answers_in_another_size_is_refused()
    {
        using RecordedSegmenter segmenter = new([RunLengthMask.FromMask(new BinaryMask(3, 3))], RecordedSegmenter.Nothing(Width, Height));

        Assert.Throws<InvalidOperationException>(() => PixelSemanticAggregation.Aggregate(segmenter, Scene(), Classes, new AggregationOptions()));
    }

    [Fact]
    public void All_faulty_options_are_named_together()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() =>
            new AggregationOptions { StuffThreshold = 2, EntropyRadius = 0, BoxScale = double.NaN, Parallelism = 0 }.Validate());

        Assert.All(
            ["stuff_threshold is 2", "entropy_radius is 0", "box_scale is NaN", "parallelism is 0"],
            part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    /// <summary>Speckles of sky above row 15 and of road below, and a car of 8 x 4 pixels at (10, 20).</summary>
    internal static LabelMap Scene()
    {
        LabelMap labels = new(Width, Height);
        for (int i = 0; i < labels.Pixels.Length; i += 7)
        {
            labels.Pixels[i] = i / Width < 15 ? Sky : Road;
        }

        Fill(labels, Car, new Box(10, 20, 18, 24));
        return labels;
    }

    internal static RunLengthMask Filled(Box box) =>
        RecordedSegmenter.FilledBox(Width, Height)(new SegmentPrompt(box, [])).Mask;

    private static void Fill(LabelMap labels, byte label, Box box)
    {
        for (int y = box.Y0; y < box.Y1; y++)
        {
            labels.Row(y)[box.X0..box.X1].Fill(label);
        }
    }
}
