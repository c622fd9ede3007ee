using SeCo.Torch.Tests.Fixtures;
using Xunit;

namespace SeCo.Torch.Tests.Tensors;

public sealed class LinearTests : TensorTest
{
    [Fact]
    public void Matrix_products_by_hand() => InScope(() =>
    {
        Tensor a = Floats([2, 2], 1, 2, 3, 4);
        Tensor b = Floats([2, 1], 5, 6);
        AssertTensor(a.Matmul(b), [2, 1], [17, 39]);
        AssertTensor(a.Matmul(Floats([2], 5, 6)), [2], [17, 39]);
        AssertTensor(a.Unsqueeze(0).BatchedMatmul(b.Unsqueeze(0)), [1, 2, 1], [17, 39]);
        AssertTensor(Floats([1, 2], 1, 2).Linear(Floats([3, 2], 1, 0, 0, 1, 1, 1), Floats([3], 10, 20, 30)), [1, 3], [11, 22, 33]);
    });

    [Fact]
    public void Inner_lengths_that_differ_are_named() => InScope(() =>
    {
        TorchException error = Assert.Throws<TorchException>(() => Tensor.Ones([2, 3]).Matmul(Tensor.Ones([2, 3])));
        Assert.Equal("aten::matmul", error.OperatorName);
        Assert.Contains("float32[2, 3] cpu, float32[2, 3] cpu", error.Message, StringComparison.Ordinal);
        Assert.Throws<TorchException>(() => Tensor.Ones([2, 3]).Linear(Tensor.Ones([4, 2])));
    });
}
