using SeCo.Torch.Tests.Fixtures;
using Xunit;

namespace SeCo.Torch.Tests;

/// <summary>Gradients against finite differences in double precision.</summary>
public sealed class GradientCheckTests : TensorTest
{
    public static TheoryData<string> Names => [.. Functions.Keys];

    private static readonly Dictionary<string, (long[] Shape, Func<Tensor, Tensor> Function)> Functions = new()
    {
        ["arithmetic"] = ([2, 3], x => (x * x) - (x / (x + 5)) + (x / 3)),
        ["exp log rsqrt"] = ([4], x => (x.Exp() + 1).Log() + ((x * x) + 1).ReciprocalSqrt()),
        ["integer-free clamp"] = ([5], x => x.Clamp(-0.5, 0.6)),
        ["relu gelu"] = ([6], x => x.Relu() + x.Gelu()),
        ["prelu"] = ([4], x => x.Prelu(Tensor.Full([1], 0.25, DType.Float64))),
        ["softmax"] = ([2, 3], x => x.Softmax(1) * Ramp(2, 3)),
        ["log softmax"] = ([2, 3], x => x.LogSoftmax(0) * Ramp(2, 3)),
        ["matmul"] = ([2, 3], x => x.Matmul(Ramp(3, 2))),
        ["linear"] = ([2, 3], x => x.Linear(Ramp(4, 3), Ramp(4))),
        ["conv2d"] = ([1, 2, 4, 4], x => x.Conv2d(Ramp(3, 2, 3, 3), Ramp(3), 2, 1)),
        ["conv2d weight"] = ([2, 1, 2, 2], w => Ramp(1, 2, 3, 3).Conv2d(w, groups: 2)),
        ["conv transpose"] = ([1, 2, 2, 2], x => x.ConvTranspose2d(Ramp(2, 3, 2, 2), stride: 2)),
        ["max pool"] = ([1, 1, 4, 4], x => x.MaxPool2d(2)),
        ["avg pool"] = ([1, 1, 4, 4], x => x.AvgPool2d(3, 1, 1)),
        ["adaptive pool"] = ([1, 2, 4, 4], x => x.AdaptiveAvgPool2d(2)),
        ["batch norm"] = ([3, 2, 2, 2], x => x.BatchNorm(Ramp(2), Ramp(2), null, null, true) * Ramp(3, 2, 2, 2)),
        ["layer norm"] = ([2, 4], x => x.LayerNorm([4], Ramp(4), Ramp(4)) * Ramp(2, 4)),
        ["bilinear"] = ([1, 1, 3, 3], x => x.ResizeBilinear(5) * Ramp(1, 1, 5, 5)),
        ["bicubic"] = ([1, 1, 3, 3], x => x.ResizeBicubic(5) * Ramp(1, 1, 5, 5)),
        ["bilinear antialias"] = ([1, 1, 6, 6], x => x.ResizeBilinear(3, antialias: true) * Ramp(1, 1, 3, 3)),
        ["shape"] = ([2, 3], x => Tensor.Cat([x.Transpose(0, 1).Reshape(6), x.Flip(1).Flatten()]) * Ramp(12)),
        ["pad"] = ([1, 1, 2, 2], x => x.Pad([1, 1, 1, 1], PaddingMode.Reflect) * Ramp(1, 1, 4, 4)),
        ["where"] = ([4], x => Tensor.Where(Tensor.From<bool>([true, false, true, false], 4), x, x * 3)),
        ["masked fill"] = ([4], x => x.MaskedFill(Tensor.From<bool>([true, false, true, false], 4), 0) * Ramp(4)),
        ["reductions"] = ([2, 3], x => x.Sum([0]) * x.Mean([0])),
        ["max"] = ([2, 3], x => x.Max(1).Values),
        ["log sum exp"] = ([2, 3], x => x.LogSumExp([1])),
        ["cross entropy"] = ([2, 3], x => x.CrossEntropy(Longs(2, 0), Ramp(3), labelSmoothing: 0.1)),
        ["attention"] = ([1, 2, 3, 4], x => x.ScaledDotProductAttention(x * 0.5, Ramp(1, 2, 3, 4))),
        ["dropout"] = ([20], x => x.Dropout(0.5, new RandomSource(1))),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_agree_with_finite_differences(string name) => InScope(() =>
    {
        (long[] shape, Func<Tensor, Tensor> function) = Functions[name];
        Tensor x = Tensor.Gaussian(new RandomSource(17), shape).To(DType.Float64);
        x.RequiresGrad = true;
        function(x).Sum().Backward([x]);
        double[] actual = x.Grad!.ToArray<double>();

        using GradMode mode = GradMode.Disable();
        double[] values = x.ToArray<double>();
        const double Step = 1e-5;
        for (int i = 0; i < values.Length; i++)
        {
            double expected = (Shifted(i, Step) - Shifted(i, -Step)) / (2 * Step);
            Assert.True(Math.Abs(expected - actual[i]) <= 1e-5 * Math.Max(1, Math.Abs(expected)), $"element {i}: {actual[i]} instead of {expected}");
        }

        double Shifted(int index, double step)
        {
            double[] moved = [.. values];
            moved[index] += step;
            using TensorScope scope = TensorScope.Open();
            return function(Tensor.From(moved, shape)).Sum().Item();
        }
    });

    private static Tensor Ramp(params long[] shape)
    {
        double[] values = new double[shape.Aggregate(1L, (a, b) => a * b)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Math.Sin(1 + i);
        }

        return Tensor.From(values, shape);
    }
}
