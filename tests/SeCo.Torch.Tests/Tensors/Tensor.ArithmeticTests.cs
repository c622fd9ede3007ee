using SeCo.Torch.Tests.Fixtures;
using Xunit;

namespace SeCo.Torch.Tests.Tensors;

public sealed class ArithmeticTests : TensorTest
{
    [Fact]
    public void Sums_and_differences_broadcast() => InScope(() =>
    {
        Tensor a = Floats([2, 2], 1, 2, 3, 4);
        Tensor b = Floats([2], 10, 20);
        AssertTensor(a + b, [2, 2], [11, 22, 13, 24]);
        AssertTensor(a - b, [2, 2], [-9, -18, -7, -16]);
        AssertTensor(a + 1, [2, 2], [2, 3, 4, 5]);
        AssertTensor(1 + a, [2, 2], [2, 3, 4, 5]);
        AssertTensor(a - 1, [2, 2], [0, 1, 2, 3]);
        AssertTensor(-a, [2, 2], [-1, -2, -3, -4]);
    });

    [Fact]
    public void Products_and_quotients_broadcast() => InScope(() =>
    {
        Tensor a = Floats([2, 2], 1, 2, 3, 4);
        Tensor b = Floats([2, 1], 2, 4);
        AssertTensor(a * b, [2, 2], [2, 4, 12, 16]);
        AssertTensor(a / b, [2, 2], [0.5, 1, 0.75, 1]);
        AssertTensor(a * 3, [2, 2], [3, 6, 9, 12]);
        AssertTensor(3 * a, [2, 2], [3, 6, 9, 12]);
        AssertTensor(a / 2, [2, 2], [0.5, 1, 1.5, 2]);
    });

    [Fact]
    public void Whole_numbers_stay_whole_and_exact() => InScope(() =>
    {
        Tensor a = Longs(long.MaxValue - 1, 5);
        Tensor sum = a + Longs(1, 2);
        Assert.Equal([long.MaxValue, 7], sum.ToArray<long>());
        Assert.Equal([4, 3], (Longs(5, 5) - Longs(1, 2)).ToArray<long>());
        Assert.Equal([15, 15], (Longs(5, 5) + 10).ToArray<long>());
        Assert.Equal([10, 10], (Longs(5, 5) * 2).ToArray<long>());
        Tensor bytes = Tensor.From<byte>([200, 3], 2) + Tensor.From<byte>([100, 4], 2);
        Assert.Equal([44, 7], bytes.ToArray<byte>()); // bytes wrap, as in libtorch
        Assert.Equal([-55, 1], (Longs(200, 3) - Tensor.From<byte>([255, 2], 2)).ToArray<long>());
        AssertTensor(Longs(1, 2) * 0.5, [2], [0.5, 1]);
        AssertTensor(Longs(1, 2) / 4, [2], [0.25, 0.5]);
    });

    [Fact]
    public void A_number_leaves_the_type_of_the_result_to_the_tensor() => InScope(() =>
    {
        Assert.Equal(DType.Float64, (Tensor.Ones([1], DType.Float64) * 2).DType);
        Assert.Equal(DType.BFloat16, (Tensor.Ones([1], DType.BFloat16) + 2).DType);
        Assert.Equal(DType.UInt8, (Tensor.Ones([1], DType.UInt8) * 2).DType);
        Assert.Equal(DType.Float32, (Tensor.Ones([1], DType.UInt8) * 0.5).DType);
    });

    [Fact]
    public void Functions_of_single_elements() => InScope(() =>
    {
        Tensor x = Floats([2], 1, 4);
        AssertTensor(x.Exp(), [2], [Math.E, Math.Exp(4)]);
        AssertTensor(x.Log(), [2], [0, Math.Log(4)]);
        AssertTensor(x.ReciprocalSqrt(), [2], [1, 0.5]);
        AssertTensor(x.Sin(), [2], [Math.Sin(1), Math.Sin(4)]);
        AssertTensor(x.Cos(), [2], [Math.Cos(1), Math.Cos(4)]);
        Tensor y = Floats([4], -1.5f, -0.5f, 0.5f, 2.5f);
        AssertTensor(y.Abs(), [4], [1.5, 0.5, 0.5, 2.5]);
        AssertTensor(y.Clamp(-1, 1), [4], [-1, -0.5, 0.5, 1]);
        AssertTensor(y.Clamp(maximum: 0), [4], [-1.5, -0.5, 0, 0]);
        Assert.Throws<ArgumentException>(() => y.Clamp());
    });

    [Fact]
    public void In_place_operators_change_the_tensor_itself() => InScope(() =>
    {
        Tensor x = Floats([2], 1, 2);
        Assert.Same(x, x.AddInPlace(Floats([2], 5, -2)));
        AssertTensor(x, [2], [6, 0]);
        AssertTensor(x.MultiplyInPlace(2), [2], [12, 0]);
        AssertTensor(x.LerpInPlace(Floats([2], 20, 8), Tensor.Scalar(0.25, DType.Float32)), [2], [14, 2]);
        AssertTensor(x.CopyInPlace(Longs(4, 5)), [2], [4, 5]);
        AssertTensor(x.FillInPlace(9), [2], [9, 9]);
        AssertTensor(x.ZeroInPlace(), [2], [0, 0]);
    });

    [Fact]
    public void Shapes_that_do_not_broadcast_are_named() => InScope(() =>
    {
        TorchException error = Assert.Throws<TorchException>(() => Tensor.Ones([2, 3]) * Tensor.Ones([2, 4], DType.Float64));
        Assert.Equal("aten::mul.Tensor", error.OperatorName);
        Assert.Contains("float32[2, 3] cpu", error.Message, StringComparison.Ordinal);
        Assert.Contains("float64[2, 4] cpu", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<TorchException>(() => Tensor.Ones([2, 3]) + Tensor.Ones([2, 4]));
        Assert.Contains("aten::add", error.Message, StringComparison.Ordinal);
        Assert.Contains("float32[2, 4] cpu", error.Message, StringComparison.Ordinal);
        Assert.Throws<TorchException>(() => Tensor.Ones([1], DType.Bool) + Tensor.Ones([1], DType.Bool));
    });
}
