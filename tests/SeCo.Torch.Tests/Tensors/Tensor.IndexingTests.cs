using SeCo.Torch.Tests.Fixtures;
using Xunit;

namespace SeCo.Torch.Tests.Tensors;

public sealed class IndexingTests : TensorTest
{
    [Fact]
    public void Elements_are_taken_by_index_and_by_mask() => InScope(() =>
    {
        Tensor x = Floats([2, 3], 1, 2, 3, 4, 5, 6);
        AssertTensor(x.IndexSelect(1, Longs(2, 0)), [2, 2], [3, 1, 6, 4]);
        AssertTensor(x.MaskedFill(x.AtLeast(3).Not(), -1), [2, 3], [-1, -1, 3, 4, 5, 6]);
    });

    [Fact]
    public void One_hot_marks_the_class() => InScope(() => AssertTensor(Longs(2, 0).OneHot(3), [2, 3], [0, 0, 1, 1, 0, 0]));
}
