using SeCo.Torch.Tests.Fixtures;
using Xunit;

namespace SeCo.Torch.Tests.Tensors;

public sealed class ReduceTests : TensorTest
{
    [Fact]
    public void Sums_means_and_variances() => InScope(() =>
    {
        Tensor x = Floats([2, 3], 1, 2, 3, 4, 5, 9);
        Assert.Equal(24, x.Sum().Item());
        AssertTensor(x.Sum([0]), [3], [5, 7, 12]);
        AssertTensor(x.Sum([1], keepDimensions: true), [2, 1], [6, 18]);
        AssertTensor(x.Sum([0, 1]), [], [24]);
        Assert.Equal(DType.Float64, x.Sum([0], type: DType.Float64).DType);
        Assert.Equal(4, x.Mean().Item());
        AssertTensor(x.Mean([-1]), [2], [2, 6]);
        Assert.Equal(DType.Int64, Tensor.Ones([3], DType.Bool).Sum().DType);
    });

    [Fact]
    public void Extremes_and_where_they_are() => InScope(() =>
    {
        Tensor x = Floats([2, 3], 1, 7, 3, 4, 0, 9);
        Assert.Equal(9, x.Max().Item());
        (Tensor values, Tensor indices) = x.Max(1);
        AssertTensor(values, [2], [7, 9]);
        AssertTensor(indices, [2], [1, 2]);
        AssertTensor(x.Argmax(0), [3], [1, 0, 1]);
        Assert.Equal(DType.Int64, x.Argmax(0).DType);
        AssertTensor(Floats([3], 5, 5, 5).Argmax(0), [], [0]);
    });

    [Fact]
    public void The_kth_smallest_and_sums_of_exponentials() => InScope(() =>
    {
        Tensor x = Floats([4], 3, 1, 3, 2);
        (Tensor Values, Tensor Indices) second = x.KthSmallest(2);
        Assert.Equal(2, second.Values.Item());
        Assert.Equal(2, x.IndexSelect(0, second.Indices.Reshape(1)).Item());
        AssertTensor(Floats([2], 1000, 1000).LogSumExp([0]), [], [1000 + Math.Log(2)]);
    });
}
