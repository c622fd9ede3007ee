using BenchmarkDotNet.Attributes;
using SeCo.Imaging;
using SeCo.Imaging.Resampling;
using SeCo.Imaging.Rle;
using SeCo.SegmentAnything;

namespace SeCo.Benchmarks;

/// <summary>What is done around the network of Segment Anything, of the published models' size (frame 1024, low resolution 256), on one thread.</summary>
[MemoryDiagnoser]
public class SegmentAnythingBenchmarks
{
    private readonly float[] _thing = new float[256 * 256];
    private readonly float[] _noise = new float[256 * 256];
    private RgbImage _image = null!;
    private ImageTransform _transform = null!;
    private MaskUpsampler _upsampler = null!;
    private RunLengthMask _ragged = null!;

    /// <summary>Size of the image.</summary>
    [Params("480x360", "2048x1024")]
    public string Size { get; set; } = "";

    /// <summary>Draws a thing with a soft outline on a tenth of the image, and a plane in which every value is near the threshold.</summary>
    [GlobalSetup]
    public void Draw()
    {
        Random random = new(5);
        int[] size = [.. Size.Split('x').Select(int.Parse)];
        _image = new RgbImage(size[0], size[1]);
        random.NextBytes(_image.Pixels);
        _transform = new ImageTransform(size[0], size[1], 1024);
        _upsampler = _transform.Upsampler(1024, 256);
        double middle = _transform.ResizedHeight / 8.0, radius = middle / 2;
        for (int i = 0; i < _thing.Length; i++)
        {
            double dx = (i % 256) - 128, dy = (i / 256) - middle;
            _thing[i] = (float)((radius - Math.Sqrt((dx * dx) + (dy * dy))) + random.NextDouble());
            _noise[i] = (float)((random.NextDouble() * 4) - 2.2);
        }

        using UpsampledMask mask = _upsampler.Threshold(_noise, 1);
        _ragged = mask.ToRunLengthMask();
    }

    /// <summary>The image in the model's frame, as Pillow resizes it.</summary>
    [Benchmark]
    public RgbImage Resize() => AntialiasedResize.Bilinear(_image, _transform.ResizedWidth, _transform.ResizedHeight);

    /// <summary>Area, box and stability of a thing.</summary>
    [Benchmark]
    public long ThingNumbers() => Numbers(_thing);

    /// <summary>The same with its run lengths.</summary>
    [Benchmark]
    public RunLengthMask ThingMask() => Mask(_thing);

    /// <summary>Area, box and stability where nothing can be skipped.</summary>
    [Benchmark]
    public long NoiseNumbers() => Numbers(_noise);

    /// <summary>The same with its run lengths, of which there are very many.</summary>
    [Benchmark]
    public RunLengthMask NoiseMask() => Mask(_noise);

    /// <summary>Small holes and islands of the noise.</summary>
    [Benchmark]
    public RunLengthMask NoiseWithoutSmallRegions() =>
        Imaging.Components.SmallRegions.RemoveIslands(Imaging.Components.SmallRegions.FillHoles(_ragged, 100), 100);

    private long Numbers(float[] logits)
    {
        using UpsampledMask mask = _upsampler.Threshold(logits, 1);
        return mask.Area;
    }

    private RunLengthMask Mask(float[] logits)
    {
        using UpsampledMask mask = _upsampler.Threshold(logits, 1);
        return mask.ToRunLengthMask();
    }
}
