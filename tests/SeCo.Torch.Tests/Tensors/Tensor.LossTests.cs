using SeCo.Torch.Tests.Fixtures;
using Xunit;

namespace SeCo.Torch.Tests.Tensors;

public sealed class LossTests : TensorTest
{
    // Softmax of these logits is (1/4, 3/4) and (1/2, 1/2).
    private static Tensor Logits() => Floats([2, 2], 0, MathF.Log(3), 1, 1);

    [Fact]
    public void Cross_entropy_is_minus_the_log_of_the_probability() => InScope(() =>
    {
        double a = Math.Log(4);
        double b = Math.Log(2);
        AssertTensor(Logits().CrossEntropy(Longs(0, 1), reduction: Reduction.None), [2], [a, b]);
        AssertTensor(Logits().CrossEntropy(Longs(0, 1)), [], [(a + b) / 2]);
        AssertTensor(Logits().CrossEntropy(Longs(0, 1), reduction: Reduction.Sum), [], [a + b]);
        AssertTensor(Logits().CrossEntropy(Longs(0, 1), Floats([2], 3, 1)), [], [((3 * a) + b) / 4]);
        AssertTensor(Logits().CrossEntropy(Longs(0, 255)), [], [a]);
        AssertTensor(Logits().CrossEntropy(Longs(0, 255), reduction: Reduction.None), [2], [a, 0]);
    });

    [Fact]
    public void Smoothed_labels_spread_their_share_over_all_classes() => InScope(() =>
    {
        double p = -Math.Log(0.25);
        double q = -Math.Log(0.75);
        AssertTensor(Floats([1, 2], 0, MathF.Log(3)).CrossEntropy(Longs(0), labelSmoothing: 0.2), [], [(0.9 * p) + (0.1 * q)]);
        AssertTensor(Floats([1, 2], 0, MathF.Log(3)).CrossEntropy(Floats([1, 2], 0.9f, 0.1f)), [], [(0.9 * p) + (0.1 * q)]);
    });

    [Fact]
    public void Label_maps_have_no_class_dimension() => InScope(() =>
    {
        Tensor logits = Tensor.Zeros([1, 4, 2, 2]);
        Tensor labels = Tensor.From<long>([0, 1, 255, 3], 1, 2, 2);
        AssertTensor(logits.CrossEntropy(labels, reduction: Reduction.None), [1, 2, 2], [Math.Log(4), Math.Log(4), 0, Math.Log(4)]);
    });

    [Fact]
    public void Targets_of_a_wrong_type_or_shape_are_named() => InScope(() =>
    {
        TorchException error = Assert.Throws<TorchException>(() => Logits().CrossEntropy(Tensor.From<int>([0, 1], 2)));
        Assert.Contains("To(DType.Int64)", error.Message, StringComparison.Ordinal);
        Assert.Contains("int32[2] cpu", error.Message, StringComparison.Ordinal);
        Assert.Throws<TorchException>(() => Logits().CrossEntropy(Longs(0, 1, 1)));
        Assert.Throws<TorchException>(() => Logits().CrossEntropy(Floats([2], 0, 1)));
    });
}
