using BenchmarkDotNet.Attributes;
using SeCo.Imaging;
using SeCo.Labels;
using SeCo.PixelLabels;

namespace SeCo.Benchmarks;

/// <summary>The loops that see every pixel of a data set, on one image of Cityscapes' size:
/// 2048 x 1024 pixels in blocks of 16 classes, confidences at random.</summary>
[MemoryDiagnoser]
public class PixelCountingBenchmarks
{
    private const int Width = 2048, Height = 1024, Classes = 19, Block = 64;
    private readonly ConfusionMatrix _confusion = new(Classes);
    private readonly ConfidenceHistogram _histogram = new(Classes);
    private LabelMap _truth = null!;
    private LabelMap _prediction = null!;
    private ConfidenceMap _confidence = null!;

    /// <summary>Draws the image.</summary>
    [GlobalSetup]
    public void Draw()
    {
        Random random = new(5);
        _truth = new LabelMap(Width, Height);
        _prediction = new LabelMap(Width, Height);
        _confidence = new ConfidenceMap(Width, Height);
        for (int i = 0; i < _truth.Pixels.Length; i++)
        {
            byte label = (byte)(((i % Width / Block) + (i / Width / Block)) % 16);
            _truth.Pixels[i] = random.Next(50) == 0 ? LabelMap.Ignore : label;
            _prediction.Pixels[i] = random.Next(10) == 0 ? (byte)random.Next(Classes) : label;
            _confidence.Pixels[i] = (ushort)random.Next(ConfidenceMap.Scale);
        }
    }

    /// <summary>One image into the confusion matrix.</summary>
    [Benchmark]
    public void Confusion() => _confusion.Add(_truth, _prediction);

    /// <summary>One image into the histogram of confidences.</summary>
    [Benchmark]
    public void Histogram() => _histogram.Add(_prediction, _confidence);
}
