using SeCo.Torch.Tests.Fixtures;
using Xunit;

namespace SeCo.Torch.Tests.Tensors;

public sealed class ActivationTests : TensorTest
{
    [Fact]
    public void Rectifiers_cut_where_they_say() => InScope(() =>
    {
        Tensor x = Floats([4], -2, 0, 3, 8);
        AssertTensor(x.Relu(), [4], [0, 0, 3, 8]);
        AssertTensor(x.Relu6(), [4], [0, 0, 3, 6]);
        AssertTensor((x + 0).Relu6InPlace(), [4], [0, 0, 3, 6]);
        AssertTensor(x.Prelu(Floats([1], 0.5f)), [4], [-1, 0, 3, 8]);
        AssertTensor(Floats([1, 2, 1, 1], -1, -1).Prelu(Floats([2], 0.5f, 2)), [1, 2, 1, 1], [-0.5, -2]);
        Assert.Same(x, x.ReluInPlace());
        AssertTensor(x, [4], [0, 0, 3, 8]);
    });

    [Fact]
    public void Smooth_activations_take_their_known_values() => InScope(() =>
    {
        Tensor x = Floats([3], -1, 0, 2);
        AssertTensor(x.Gelu(), [3], [-0.15865525, 0, 1.9544997]); // x times the normal distribution function
    });

    [Fact]
    public void Softmax_gives_probabilities_along_its_dimension() => InScope(() =>
    {
        Tensor x = Floats([2, 2], 0, MathF.Log(3), 1, 1);
        AssertTensor(x.Softmax(1), [2, 2], [0.25, 0.75, 0.5, 0.5]);
        AssertTensor(x.LogSoftmax(-1), [2, 2], [Math.Log(0.25), Math.Log(0.75), -Math.Log(2), -Math.Log(2)]);
        AssertTensor(x.Softmax(0).Sum([0]), [2], [1, 1]);
    });
}
