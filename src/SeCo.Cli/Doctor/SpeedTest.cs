using System.Diagnostics;
using SeCo.Imaging.Codecs;

namespace SeCo.Cli.Doctor;

/// <summary>Measures in about a second what the machine gives: arithmetic, memory, decoding.</summary>
internal static class SpeedTest
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(0.25);

    /// <summary>Measures on the processor, with the threads that libtorch is set to, what the libraries that work allow.</summary>
    public static Speed Measure(bool torch, bool images) => new(
        torch ? Matrix() : null,
        torch ? Convolution() : null,
        torch ? Memory() : null,
        images ? Images() : null);

    private static double Matrix()
    {
        using GradMode evaluation = GradMode.Disable();
        using TensorScope scope = TensorScope.Open();
        RandomSource random = new(1);
        Tensor rows = Tensor.Gaussian(random, [2048, 768]), weight = Tensor.Gaussian(random, [3072, 768]);
        return 2.0 * 2048 * 768 * 3072 / 1e9 / Best(() => rows.Linear(weight));
    }

    private static double Convolution()
    {
        using GradMode evaluation = GradMode.Disable();
        using TensorScope scope = TensorScope.Open();
        RandomSource random = new(1);
        Tensor image = Tensor.Gaussian(random, [1, 256, 64, 128]).ToMemoryFormat(MemoryFormat.ChannelsLast);
        Tensor weight = Tensor.Gaussian(random, [256, 256, 3, 3]).ToMemoryFormat(MemoryFormat.ChannelsLast);
        return 2.0 * 64 * 128 * 256 * 256 * 9 / 1e9 / Best(() => image.Conv2d(weight, padding: 1));
    }

    private static double Memory()
    {
        const int Values = 64 << 20; // beyond what caches hold
        using GradMode evaluation = GradMode.Disable();
        using TensorScope scope = TensorScope.Open();
        Tensor large = Tensor.Zeros([Values]);
        return 2.0 * Values * sizeof(float) / 1e9 / Best(() => large.MultiplyInPlace(1.5));
    }

    private static double Images()
    {
        const int Width = 960, Height = 720;
        RgbImage image = new(Width, Height);
        RandomSource random = new(1);
        for (int i = 0; i < image.Pixels.Length; i++)
        {
            image.Pixels[i] = (byte)((i / 3 % Width / 4) + random.NextInt(24)); // smooth with some grain, as photographs are
        }

        string path = Path.Combine(Path.GetTempPath(), $"seco-doctor-{Environment.ProcessId}.jpg");
        try
        {
            RgbImageFile.Write(path, image);
            return 1 / Best(() => _ = RgbImageFile.Read(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Seconds of the fastest call within the budget, after one that does not count; the fastest is the least disturbed.</summary>
    private static double Best(Action work)
    {
        Once(work);
        double best = double.PositiveInfinity;
        long start = Stopwatch.GetTimestamp();
        do
        {
            best = Math.Min(best, Once(work));
        }
        while (Stopwatch.GetElapsedTime(start) < Budget);
        return best;
    }

    private static double Once(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        using TensorScope scope = TensorScope.Open();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}

/// <summary>What the machine gave in a second's test; null where it could not be tested.</summary>
/// <param name="Matrix">10⁹ operations a second of a linear layer, 2048 rows, 768 to 3072, float32.</param>
/// <param name="Convolution">10⁹ operations a second of a 3x3 convolution of 256 channels, 64 x 128, channels last, float32.</param>
/// <param name="Memory">10⁹ bytes read and written a second, scaling 256 MiB in place.</param>
/// <param name="Images">JPEG images of 960 x 720 that one thread decodes a second.</param>
internal sealed record Speed(double? Matrix, double? Convolution, double? Memory, double? Images);
