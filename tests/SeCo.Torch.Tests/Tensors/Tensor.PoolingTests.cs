using SeCo.Torch.Tests.Fixtures;
using Xunit;

namespace SeCo.Torch.Tests.Tensors;

public sealed class PoolingTests : TensorTest
{
    [Fact]
    public void Windows_give_their_greatest_value_or_their_mean() => InScope(() =>
    {
        Tensor x = Floats([1, 1, 3, 3], 1, 2, 3, 4, 5, 6, 7, 8, 9);
        AssertTensor(x.MaxPool2d(2, stride: 1), [1, 1, 2, 2], [5, 6, 8, 9]);
        AssertTensor(x.MaxPool2d(2), [1, 1, 1, 1], [5]);
        AssertTensor(x.MaxPool2d(2, ceilMode: true), [1, 1, 2, 2], [5, 6, 8, 9]);
        AssertTensor(x.MaxPool2d(3, stride: 2, padding: 1), [1, 1, 2, 2], [5, 6, 8, 9]);
        AssertTensor(x.AvgPool2d(2, stride: 1), [1, 1, 2, 2], [3, 4, 6, 7]);
        AssertTensor(x.AvgPool2d(3, stride: 3, padding: 1), [1, 1, 1, 1], [12.0 / 9]);
        AssertTensor(x.AvgPool2d(3, stride: 3, padding: 1, countPadding: false), [1, 1, 1, 1], [3]);
        AssertTensor(x.AdaptiveAvgPool2d(1), [1, 1, 1, 1], [5]);
        AssertTensor(x.AdaptiveAvgPool2d(new Size2d(1, 3)), [1, 1, 1, 3], [4, 5, 6]);
    });
}
