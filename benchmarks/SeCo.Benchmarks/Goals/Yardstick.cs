using SeCo.Torch;

namespace SeCo.Benchmarks.Goals;

/// <summary>What the machine gives at this hour: floating-point operations a second of one convolution and one linear layer in float32.</summary>
internal static class Yardstick
{
    private const int Repetitions = 7;

    /// <summary>Measures both.</summary>
    public static IEnumerable<GoalRow> Measure()
    {
        yield return new GoalRow("yardstick: 3x3 convolution, 256 channels, 4 x 64 x 128, channels last", $"{Convolution(Clock.Median):F0} GFLOP/s");
        yield return new GoalRow("yardstick: linear layer, 4096 x 768 to 3072", $"{Linear():F0} GFLOP/s");
    }

    /// <summary>The convolution's 10⁹ operations a second.</summary>
    /// <param name="clock">The median milliseconds of so many calls.</param>
    public static double Convolution(Func<int, Action, double> clock)
    {
        using GradMode evaluation = GradMode.Disable();
        using TensorScope scope = TensorScope.Open();
        RandomSource random = new(1);
        Tensor images = Tensor.Gaussian(random, [4, 256, 64, 128]).ToMemoryFormat(MemoryFormat.ChannelsLast);
        Tensor weight = Tensor.Gaussian(random, [256, 256, 3, 3]).ToMemoryFormat(MemoryFormat.ChannelsLast);
        return Rate(2.0 * 4 * 64 * 128 * 256 * 256 * 9, () => images.Conv2d(weight, padding: 1), clock);
    }

    /// <summary>The linear layer's 10⁹ operations a second.</summary>
    public static double Linear()
    {
        using GradMode evaluation = GradMode.Disable();
        using TensorScope scope = TensorScope.Open();
        RandomSource random = new(1);
        Tensor rows = Tensor.Gaussian(random, [4096, 768]);
        Tensor weight = Tensor.Gaussian(random, [3072, 768]);
        return Rate(2.0 * 4096 * 768 * 3072, () => rows.Linear(weight), Clock.Median);
    }

    private static double Rate(double operations, Func<Tensor> compute, Func<int, Action, double> clock) => operations / 1e6 / clock(Repetitions, () =>
    {
        using TensorScope scope = TensorScope.Open();
        compute();
    });
}
