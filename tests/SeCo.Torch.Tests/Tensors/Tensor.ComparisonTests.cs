using SeCo.Torch.Tests.Fixtures;
using Xunit;

namespace SeCo.Torch.Tests.Tensors;

public sealed class ComparisonTests : TensorTest
{
    [Fact]
    public void Comparisons_with_tensors_and_numbers_agree() => InScope(() =>
    {
        Tensor x = Floats([3], 1, 2, 3);
        Tensor two = Floats([], 2);
        AssertTensor(x.EqualTo(2), [3], [0, 1, 0]);
        AssertTensor(x.NotEqualTo(2), [3], [1, 0, 1]);
        AssertTensor(x.AtLeast(two), [3], [0, 1, 1]);
        AssertTensor(x.AtLeast(2), [3], [0, 1, 1]);
        AssertTensor(Tensor.From<byte>([255, 3], 2).EqualTo(255), [2], [1, 0]);
    });

    [Fact]
    public void Logic_combines_masks() => InScope(() =>
    {
        Tensor a = Tensor.From<bool>([true, true, false, false], 4);
        Tensor b = Tensor.From<bool>([true, false, true, false], 4);
        AssertTensor(a.And(b), [4], [1, 0, 0, 0]);
        AssertTensor(a.Not(), [4], [0, 0, 1, 1]);
    });

    [Fact]
    public void Where_chooses_and_broadcasts() => InScope(() =>
        AssertTensor(Tensor.Where(Tensor.From<bool>([true, false], 2), Floats([2, 1], 1, 2), Floats([], 9)), [2, 2], [1, 9, 2, 9]));
}
