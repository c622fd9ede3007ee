using BenchmarkDotNet.Attributes;
using SeCo.Aggregation;
using SeCo.Aggregation.Steps;
using SeCo.Aggregation.Segmenters;
using SeCo.Imaging;
using SeCo.Imaging.Components;
using SeCo.Imaging.Entropy;
using SeCo.Imaging.Rle;
using SeCo.Labels;

namespace SeCo.Benchmarks;

/// <summary>
/// Pixel semantic aggregation without the segmenter on one drawn image of Cityscapes' size: 2048 x 1024 pixels, 180 masks, 50 things,
/// half the pixels labelled, in speckles.
/// </summary>
[MemoryDiagnoser]
public class AggregationBenchmarks
{
    private const int Width = 2048, Height = 1024, Columns = 18, Rows = 10, Things = 50;
    private readonly ClassSet _classes = ClassSet.Named("cityscapes19");
    private LabelMap _pixelLabels = null!;
    private LabelMap _regions = null!;
    private RunLengthMask[] _masks = null!;
    private ComponentMap _components = null!;

    /// <summary>Draws the image.</summary>
    [GlobalSetup]
    public void Draw()
    {
        Random random = new(5);
        (LabelMap truth, int[] masks) = DrawScene(random);
        _pixelLabels = Speckle(truth, random);
        _regions = truth;
        ColumnRunEncoder encoder = new(Width, Height, Columns * Rows);
        encoder.Add(masks);
        _masks = encoder.ToMasks();
        _components = ConnectedComponents.Label(truth);
    }

    /// <summary>Everything but the segmenter, as the paper describes it.</summary>
    [Benchmark]
    public AggregationResult Paper() => Aggregate(new AggregationOptions());

    /// <summary>Everything but the segmenter, as the release computes it: with the entropy map.</summary>
    [Benchmark]
    public AggregationResult Reference() => Aggregate(new AggregationOptions { Variant = AggregationVariant.Reference });

    /// <summary>The entropy map, 17 x 17.</summary>
    [Benchmark]
    public float[] Entropy() => WindowEntropy.Compute(_pixelLabels, _classes.Count);

    /// <summary>The alignment of 180 masks.</summary>
    [Benchmark]
    public object Alignment() => StuffAlignment.Assign(
        ColumnMajor.Transpose(_pixelLabels.Pixels, _pixelLabels.Width, _pixelLabels.Height), _masks, _classes.Stuff, 0.2);

    /// <summary>Box and point prompts of the paper.</summary>
    [Benchmark]
    public object Prompts() => ThingPrompts.Create(_pixelLabels, _classes.Count, _classes.Things, new AggregationOptions());

    /// <summary>All components of a label map with their run-length masks.</summary>
    [Benchmark]
    public IReadOnlyList<RunLengthMask> RegionExtraction() => ConnectedComponents.Label(_regions, ComponentOrder.FirstBlock).ToRunLengthMasks();

    /// <summary>The components of speckled pixel labels.</summary>
    [Benchmark]
    public ComponentMap SpeckledComponents() => ConnectedComponents.Label(_pixelLabels);

    /// <summary>The run-length masks alone.</summary>
    [Benchmark]
    public IReadOnlyList<RunLengthMask> RunLengths() => _components.ToRunLengthMasks();

    private AggregationResult Aggregate(AggregationOptions options)
    {
        using RecordedImage image = new(_masks);
        return PixelSemanticAggregation.Aggregate(image, _pixelLabels, _classes, options);
    }

    /// <summary>Stuff in wavy tiles, which are the masks too, with ellipses of things over it. Masks are column-major numbers.</summary>
    private (LabelMap Truth, int[] Masks) DrawScene(Random random)
    {
        LabelMap truth = new(Width, Height);
        int[] masks = new int[Width * Height];
        int[] classOf = [.. Enumerable.Range(0, Columns * Rows).Select(_ => _classes.Stuff[random.Next(_classes.Stuff.Count)])];
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                int column = Math.Clamp((int)((x + (20 * Math.Sin(y / 17.0))) * Columns / Width), 0, Columns - 1);
                int row = Math.Clamp((int)((y + (20 * Math.Sin(x / 23.0))) * Rows / Height), 0, Rows - 1);
                truth[x, y] = (byte)classOf[(row * Columns) + column];
                masks[(x * Height) + y] = 1 + (row * Columns) + column;
            }
        }

        for (int i = 0; i < Things; i++)
        {
            // One to a cell of a coarse grid, so that none touches another.
            int x0 = 100 + (i % 10 * 195), y0 = 100 + (i / 10 * 195), a = random.Next(10, 80), b = random.Next(10, 80);
            byte label = (byte)_classes.Things[i % _classes.Things.Count];
            for (int y = y0 - b; y <= y0 + b; y++)
            {
                int half = (int)(a * Math.Sqrt(1 - Math.Pow((double)(y - y0) / b, 2)));
                truth.Row(y).Slice(x0 - half, (2 * half) + 1).Fill(label);
            }
        }

        return (truth, masks);
    }

    /// <summary>Labels as confidence thresholding leaves them: things stay whole, of stuff half the pixels in runs of a few.</summary>
    private LabelMap Speckle(LabelMap truth, Random random)
    {
        LabelMap labels = truth.Clone();
        for (int y = 0; y < Height; y++)
        {
            Span<byte> row = labels.Row(y);
            for (int x = random.Next(8); x < Width; x += random.Next(1, 16))
            {
                for (int end = Math.Min(Width, x + random.Next(1, 16)); x < end; x++)
                {
                    row[x] = _classes.IsThing(row[x]) ? row[x] : LabelMap.Ignore;
                }
            }
        }

        return labels;
    }

    /// <summary>Answers prompts with one of the given masks, at no cost.</summary>
    private sealed class RecordedImage(RunLengthMask[] masks) : ISegmentedImage
    {
        public IReadOnlyList<SegmentMask> GenerateMasks(CancellationToken cancellationToken = default) => [.. masks.Select(m => new SegmentMask(m, 1))];

        public IReadOnlyList<SegmentMask> Predict(IReadOnlyList<SegmentPrompt> prompts, CancellationToken cancellationToken = default) =>
            [.. prompts.Select((_, i) => new SegmentMask(masks[i % masks.Length], 1))];

        public void Dispose()
        {
        }
    }
}
