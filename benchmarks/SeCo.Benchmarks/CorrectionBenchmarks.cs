using BenchmarkDotNet.Attributes;
using SeCo.Correction;
using SeCo.Correction.Noise;
using SeCo.Correction.Regions;
using SeCo.Correction.Windows;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.Labels;

namespace SeCo.Benchmarks;

/// <summary>
/// Connectivity correction without the network: one drawn label map of Cityscapes' size (2048 x 1024 pixels, some 19,000 regions, most of them
/// single pixels), batches of 64 windows of 256 x 128 pixels, and a million losses in 19 classes.
/// </summary>
[MemoryDiagnoser]
public class CorrectionBenchmarks
{
    private const int Width = 2048, Height = 1024, Batch = 64, Losses = 1_000_000;
    private readonly LabelMap _labels = new(Width, Height);
    private readonly ConfidenceMap _confidence = new(Width, Height);
    private readonly RgbImage _image = new(Width, Height);
    private readonly WindowReader _reader = new(new WindowOptions(256, 128));
    private readonly double[] _losses = new double[Losses];
    private readonly byte[] _classes = new byte[Losses];
    private float[] _pixels = [];
    private float[] _inside = [];
    private IReadOnlyList<ConnectedRegion> _regions = [];
    private ConnectedRegion[] _small = [];
    private ConnectedRegion[] _large = [];

    /// <summary>The image, of random pixels.</summary>
    internal RgbImage Image => _image;

    /// <summary>All regions of the label map.</summary>
    internal IReadOnlyList<ConnectedRegion> Regions => _regions;

    /// <summary>Draws the label map, the image and the losses.</summary>
    [GlobalSetup]
    public void Draw()
    {
        Random random = new(1);
        for (int i = 0; i < 400; i++)
        {
            int x = random.Next(Width), y = random.Next(Height), x1 = Math.Min(Width, x + random.Next(10, 400));
            int y1 = Math.Min(Height, y + random.Next(5, 200));
            byte label = (byte)random.Next(19);
            for (; y < y1; y++)
            {
                _labels.Row(y)[x..x1].Fill(label);
            }
        }

        for (int i = 0; i < 20000; i++)
        {
            _labels[random.Next(Width), random.Next(Height)] = (byte)random.Next(19);
        }

        random.NextBytes(_image.Pixels);
        for (int i = 0; i < Losses; i++)
        {
            _losses[i] = i % 3 == 0 ? 2.5 + random.NextDouble() - random.NextDouble() : -0.3 * Math.Log(1 - random.NextDouble());
            _classes[i] = (byte)random.Next(19);
        }

        _regions = RegionExtraction.FromLabels(_labels);
        _small = [.. _regions.Where(region => region.Area > 50 && region.Bounds is { Width: <= 256, Height: <= 128 }).Take(Batch)];
        _large = [.. _regions.Where(region => region.Bounds.Width > 256 || region.Bounds.Height > 128).Take(Batch)];
        _pixels = new float[_reader.ImageLength];
        _inside = new float[_reader.MaskLength];
    }

    /// <summary>All regions of a label map, with their run-length masks.</summary>
    [Benchmark]
    public IReadOnlyList<ConnectedRegion> Extraction() => RegionExtraction.FromLabels(_labels);

    /// <summary>The same with confidences.</summary>
    [Benchmark]
    public IReadOnlyList<ConnectedRegion> ExtractionWithConfidence() => RegionExtraction.FromLabels(_labels, _confidence);

    /// <summary>All regions painted into a label map.</summary>
    [Benchmark]
    public LabelMap Painting()
    {
        byte[] columns = new byte[Width * Height];
        foreach (ConnectedRegion region in _regions)
        {
            ColumnMajor.Paint(columns, region.Mask, (byte)region.CategoryId);
        }

        return new LabelMap(Width, Height, ColumnMajor.Transpose(columns, Height, Width));
    }

    /// <summary>A batch of windows at the image's own scale.</summary>
    [Benchmark]
    public void CopiedWindows() => Read(_small);

    /// <summary>A batch of windows larger than the input, resized.</summary>
    [Benchmark]
    public void ResizedWindows() => Read(_large);

    /// <summary>One mixture over a million losses.</summary>
    [Benchmark]
    public NoiseEstimate Mixture() => new MixtureNoiseModel().Estimate(new NoiseInput(_losses, _classes));

    /// <summary>One mixture for each of 19 classes over a million losses.</summary>
    [Benchmark]
    public NoiseEstimate ClassBalancedMixture() => new ClassBalancedNoiseModel().Estimate(new NoiseInput(_losses, _classes));

    private void Read(ConnectedRegion[] regions)
    {
        foreach (ConnectedRegion region in regions)
        {
            _reader.Read(_image, region.Mask, region.Bounds, flip: true, _pixels, _inside);
        }
    }
}
