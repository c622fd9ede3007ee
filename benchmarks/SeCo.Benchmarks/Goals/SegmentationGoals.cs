using SeCo.Models;
using SeCo.Torch;
using SeCo.Torch.Nn;
using SeCo.Torch.Optim;

namespace SeCo.Benchmarks.Goals;

/// <summary>Training and prediction of the small segmentation networks on one core: what they cost against a convolution that uses the core well.</summary>
/// <remarks>One thread, and its processor time instead of the wall's, so that other work on the machine disturbs little.</remarks>
internal static class SegmentationGoals
{
    private const int Batch = 4, Classes = 11, Repetitions = 5;
    private const double PassesOfTraining = 3; // the gradients of a convolution's input and of its weights cost as much as itself, each

    private static readonly (int Height, int Width)[] Sizes = [(256, 256), (360, 480)];

    /// <summary>For each network, at how many pixels to a cell its kernels work, by the first parts of their names;
    /// the longest that fits holds, 0 for the whole image.</summary>
    private static readonly (string Network, (string Name, int Cell)[] Cells)[] Networks =
    [
        ("espnet",
        [
            ("encoder.level1.", 2), ("encoder.level2_0.", 4), ("encoder.level2.", 4), ("encoder.level3_0.", 8), ("encoder.level3.", 8),
            ("encoder.classifier.", 8),
            ("level3_C.", 4), ("up_l3.", 8), ("combine_l2_l3.", 4), ("up_l2.", 4), ("conv.", 2), ("classifier.", 2),
        ]),
        ("deeplabv3plus-mobilenetv2",
        [
            ("backbone.features.0.", 2), ("backbone.features.1.", 2), ("backbone.features.2.", 4), ("backbone.features.2.conv.0.", 2),
            ("backbone.features.3.", 4),
            ("backbone.features.4.", 8), ("backbone.features.4.conv.0.", 4), ("backbone.features.5.", 8), ("backbone.features.6.", 8),
            ("backbone.features.", 16), ("backbone.features.7.conv.0.", 8), ("head.", 16), ("head.b4.", 0), ("reduce.", 4), ("fuse.", 4), ("classifier.", 4),
        ]),
    ];

    /// <summary>Measures all.</summary>
    public static IEnumerable<GoalRow> Measure()
    {
        int threads = TorchRuntime.Threads;
        TorchRuntime.SetThreads(1);
        try
        {
            double yardstick = Yardstick.Convolution(Clock.Processor);
            yield return new GoalRow("yardstick: 3x3 convolution, 256 channels, channels last, one thread", $"{yardstick:F0} GFLOP/s");
            foreach ((string name, (string, int)[] cells) in Networks)
            {
                foreach ((int height, int width) in Sizes)
                {
                    using SegmentationNetwork network = SegmentationNetworks.Find(name).Create(Classes, new RandomSource(1));
                    double multiplications = Multiplications(network, cells, height, width);
                    string what = $"{name}, {Batch} images of {width} x {height}, {multiplications:F2} billion multiply-adds each";
                    yield return Row($"{what}: prediction", Predict(network, height, width), 2 * multiplications, yardstick);
                    yield return Row($"{what}: training step", Train(network, height, width), 2 * PassesOfTraining * multiplications, yardstick);
                }
            }
        }
        finally
        {
            TorchRuntime.SetThreads(threads);
        }
    }

    private static GoalRow Row(string what, double milliseconds, double operations, double yardstick)
    {
        double seconds = milliseconds / 1000 / Batch, rate = operations / seconds;
        return new GoalRow(what, $"{1 / seconds:F1} images/s, {rate:F0} GFLOP/s, {100 * rate / yardstick:F0} % of the yardstick");
    }

    private static double Predict(SegmentationNetwork network, int height, int width)
    {
        using TensorScope scope = TensorScope.Open();
        using GradMode mode = GradMode.Disable();
        Tensor images = Tensor.Gaussian(new RandomSource(2), [Batch, 3, height, width]);
        network.Eval();
        return Clock.Processor(Repetitions, () => network.Forward(images).Dispose());
    }

    private static double Train(SegmentationNetwork network, int height, int width)
    {
        using TensorScope scope = TensorScope.Open();
        using Sgd optimiser = new([new ParameterGroup(network.NamedParameters())], momentum: 0.9, weightDecay: 1e-4);
        Tensor images = Tensor.Gaussian(new RandomSource(2), [Batch, 3, height, width]);
        Tensor labels = Tensor.From([.. Enumerable.Range(0, Batch * height * width).Select(i => (long)(i / 7 % Classes))], Batch, height, width);
        network.Train();
        return Clock.Processor(Repetitions, () =>
        {
            using TensorScope step = TensorScope.Open();
            network.Forward(images).CrossEntropy(labels).Backward();
            optimiser.Step(0.001);
            optimiser.ClearGrad();
        });
    }

    /// <summary>Multiply-adds of all convolutions for one image, 10⁹: a kernel's values times the cells it works at (of its input,
    /// where it enlarges).</summary>
    private static double Multiplications(SegmentationNetwork network, (string Name, int Cell)[] cells, int height, int width) =>
        network.NamedParameters().Where(p => p.Value.Rank == 4).Sum(p =>
        {
            int cell = cells.Where(c => p.Key.StartsWith(c.Name, StringComparison.Ordinal)).MaxBy(c => c.Name.Length).Cell;
            return (double)p.Value.ElementCount * (cell == 0 ? 1 : (height + cell - 1) / cell * ((width + cell - 1) / cell));
        }) / 1e9;
}
