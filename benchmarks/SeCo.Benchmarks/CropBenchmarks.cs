using BenchmarkDotNet.Attributes;
using SeCo.Adaptation;
using SeCo.Adaptation.Views;
using SeCo.Imaging;
using SeCo.Labels;
using SeCo.Models;
using SeCo.Torch;

namespace SeCo.Benchmarks;

/// <summary>Crops for training, from decoded images to the network's numbers, on one thread; UniMatch's views. Times are those of one crop.</summary>
[MemoryDiagnoser]
public class CropBenchmarks
{
    private const int Crops = 32;
    private readonly PixelScale _scale = new(ImageNormalization.ImageNet);
    private readonly StrongView _strong = new();
    private RgbImage _image = new(1, 1);
    private LabelMap _labels = new(1, 1);
    private ViewOptions _views = new();
    private CropReader _reader = new(1);
    private Crop _weak = new(1);
    private Crop _changed = new(1);
    private float[] _pixels = [];

    /// <summary>Columns of the image: 2048 (of 1024 rows, crop 512) or 480 (of 360 rows, crop 256).</summary>
    [Params(2048, 480)]
    public int Width { get; set; }

    /// <summary>Draws the image.</summary>
    [GlobalSetup]
    public void Draw()
    {
        (int height, int side) = Width == 2048 ? (1024, 512) : (360, 256);
        _image = new RgbImage(Width, height);
        _labels = new LabelMap(Width, height);
        Random random = new(1);
        random.NextBytes(_image.Pixels);
        _labels.Pixels.Fill(3);
        _views = new ViewOptions { CropWidth = side, CropHeight = side };
        _reader = new CropReader(side);
        _weak = new Crop(side);
        _changed = new Crop(side);
        _pixels = new float[3 * side * side];
        ReadWeak(new RandomSource(1));
    }

    /// <summary>A labelled crop: scaled, cut, mirrored, normalised.</summary>
    [Benchmark(OperationsPerInvoke = Crops)]
    public void Weak()
    {
        RandomSource random = new(1);
        for (int i = 0; i < Crops; i++)
        {
            ReadWeak(random);
            _scale.Write(_weak, _pixels);
        }
    }

    /// <summary>A strong view of a crop that is there: colours, grey, blur, normalised.</summary>
    [Benchmark(OperationsPerInvoke = Crops)]
    public void Strong()
    {
        RandomSource random = new(1);
        for (int i = 0; i < Crops; i++)
        {
            _changed.CopyFrom(_weak);
            _strong.Apply(_changed, _views, random);
            _scale.Write(_changed, _pixels);
        }
    }

    private void ReadWeak(RandomSource random)
    {
        CropPlan plan = CropPlan.Draw(_views, _image.Width, _image.Height, random);
        _reader.ReadPixels(_image, plan, _weak);
        _reader.ReadLabels(_labels, plan, _weak.Labels);
    }
}
