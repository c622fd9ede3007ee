using SeCo.Torch.Tests.Fixtures;
using Xunit;

namespace SeCo.Torch.Tests.Ops;

public sealed class IndexingTests : TensorTest
{
    [Fact]
    public void Elements_are_taken_by_index_and_by_mask() => InScope(() =>
    {
        Tensor x = Floats([2, 3], 1, 2, 3, 4, 5, 6);
        AssertTensor(x.IndexSelect(1, Longs(2, 0)), [2, 2], [3, 1, 6, 4]);
        AssertTensor(x.Index(Longs(1, 0), Longs(2, 1)), [2], [6, 2]);
        AssertTensor(x.Index(null, Longs(1)), [2, 1], [2, 5]);
        AssertTensor(x.Index(x.GreaterThan(4)), [2], [5, 6]);
        AssertTensor(x.Gather(1, Tensor.From<long>([2, 0], 2, 1)), [2, 1], [3, 4]);
        AssertTensor(x.MaskedSelect(x.LessThan(3)), [2], [1, 2]);
        AssertTensor(x.MaskedFill(x.LessThan(3), -1), [2, 3], [-1, -1, 3, 4, 5, 6]);
        AssertTensor(x.GreaterThan(4).NonZero(), [2, 2], [1, 1, 1, 2]);
    });

    [Fact]
    public void Elements_are_put_and_added_by_index() => InScope(() =>
    {
        Tensor zeros = Tensor.Zeros([3]);
        AssertTensor(zeros.ScatterAdd(0, Longs(0, 2, 0), Floats([3], 1, 2, 3)), [3], [4, 0, 2]);
        AssertTensor(zeros.Scatter(0, Longs(2, 1), Floats([2], 5, 6)), [3], [0, 6, 5]);
        AssertTensor(zeros.IndexPut([Longs(1)], Floats([1], 9)), [3], [0, 9, 0]);
        AssertTensor(Tensor.Ones([2, 2]).IndexAdd(1, Longs(0, 0), Floats([2, 2], 1, 2, 3, 4)), [2, 2], [4, 1, 8, 1]);
        AssertTensor(zeros, [3], [0, 0, 0]);
    });

    [Fact]
    public void One_hot_marks_the_class() => InScope(() => AssertTensor(Longs(2, 0).OneHot(3), [2, 3], [0, 0, 1, 1, 0, 0]));
}
