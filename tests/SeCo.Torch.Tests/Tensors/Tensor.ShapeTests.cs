using SeCo.Torch.Tests.Fixtures;
using Xunit;

namespace SeCo.Torch.Tests.Tensors;

public sealed class ShapeTests : TensorTest
{
    [Fact]
    public void Shapes_change_and_elements_stay() => InScope(() =>
    {
        Tensor x = Floats([2, 3], 1, 2, 3, 4, 5, 6);
        AssertTensor(x.Reshape(3, -1), [3, 2], [1, 2, 3, 4, 5, 6]);
        AssertTensor(x.Permute(1, 0), [3, 2], [1, 4, 2, 5, 3, 6]);
        AssertTensor(x.Transpose(0, 1), [3, 2], [1, 4, 2, 5, 3, 6]);
        AssertTensor(x.Reshape(1, 2, 3).Flatten(1), [1, 6], [1, 2, 3, 4, 5, 6]);
        AssertTensor(x.Unsqueeze(1), [2, 1, 3], [1, 2, 3, 4, 5, 6]);
        AssertTensor(Floats([2, 1], 1, 2).Expand(-1, 2), [2, 2], [1, 1, 2, 2]);
        AssertTensor(Floats([2], 1, 2).Repeat(2, 2), [2, 4], [1, 2, 1, 2, 1, 2, 1, 2]);
        AssertTensor(x.Flip(1), [2, 3], [3, 2, 1, 6, 5, 4]);
    });

    [Fact]
    public void Borders_are_padded_as_named() => InScope(() =>
    {
        Tensor x = Floats([1, 1, 1, 3], 1, 2, 3);
        AssertTensor(x.Pad([1, 1]), [1, 1, 1, 5], [0, 1, 2, 3, 0]);
        AssertTensor(x.Pad([0, 1], value: 7), [1, 1, 1, 4], [1, 2, 3, 7]);
        AssertTensor(x.Pad([1, 1, 0, 0], PaddingMode.Reflect), [1, 1, 1, 5], [2, 1, 2, 3, 2]);
        AssertTensor(x.Pad([2, 0, 0, 0], PaddingMode.Replicate), [1, 1, 1, 5], [1, 1, 1, 2, 3]);
        AssertTensor(x.Pad([-1, 0]), [1, 1, 1, 2], [2, 3]);
    });

    [Fact]
    public void Tensors_join_and_part() => InScope(() =>
    {
        Tensor a = Floats([1, 2], 1, 2);
        Tensor b = Floats([1, 2], 3, 4);
        AssertTensor(Tensor.Cat([a, b]), [2, 2], [1, 2, 3, 4]);
        AssertTensor(Tensor.Cat([a, b], 1), [1, 4], [1, 2, 3, 4]);
        AssertTensor(Tensor.Stack([a, b], -1), [1, 2, 2], [1, 3, 2, 4]);
        Tensor five = Floats([5], 1, 2, 3, 4, 5);
        Assert.Equal([[1f, 2], [3, 4], [5]], five.Split(2).Select(t => t.ToArray<float>()));
        Assert.Equal([[1f, 2, 3], [4, 5]], five.Chunk(2).Select(t => t.ToArray<float>()));
        Assert.Throws<ArgumentException>(() => Tensor.Cat([]));
    });

    [Fact]
    public void Slices_are_views_of_the_same_memory() => InScope(() =>
    {
        Tensor x = Floats([2, 3], 1, 2, 3, 4, 5, 6);
        AssertTensor(x.Select(0, 1), [3], [4, 5, 6]);
        AssertTensor(x.Narrow(1, 1, 2), [2, 2], [2, 3, 5, 6]);
        AssertTensor(x.Slice(1, step: 2), [2, 2], [1, 3, 4, 6]);
        AssertTensor(x.Slice(1, start: -1), [2, 1], [3, 6]);
        x.Select(0, 0).ZeroInPlace();
        AssertTensor(x, [2, 3], [0, 0, 0, 4, 5, 6]);
    });

    [Fact]
    public void A_shape_with_another_number_of_elements_is_refused() => InScope(() =>
    {
        TorchException error = Assert.Throws<TorchException>(() => Tensor.Ones([2, 3]).Reshape(4, 2));
        Assert.Contains("[4, 2] does not have 6 elements", error.Message, StringComparison.Ordinal);
        Assert.Throws<TorchException>(() => Tensor.Ones([2, 3]).Reshape(-1, -1));
        Assert.Throws<TorchException>(() => Tensor.Ones([2, 3]).Reshape(-1, 4));
    });

    [Fact]
    public void Conversions_change_type_or_memory_only() => InScope(() =>
    {
        Tensor x = Floats([3], 1.5f, 0, -2.25f);
        AssertTensor(x.To(DType.Int64), [3], [1, 0, -2]);
        AssertTensor(x.To(DType.Bool), [3], [1, 0, 1]);
        AssertTensor(x.To(DType.BFloat16), [3], [1.5, 0, -2.25]);
        AssertTensor(x.To(Device.Cpu), [3], [1.5, 0, -2.25]);
        Tensor clone = x.Clone();
        Tensor alias = x.Alias();
        Tensor sameDevice = x.To(x.DType, x.Device);
        x.ZeroInPlace();
        AssertTensor(sameDevice, [3], [0, 0, 0]);
        AssertTensor(clone, [3], [1.5, 0, -2.25]);
        AssertTensor(alias, [3], [0, 0, 0]);
    });
}
