using SeCo.Torch.Tests.Fixtures;
using Xunit;

namespace SeCo.Torch.Tests.Tensors;

public sealed class AttentionTests : TensorTest
{
    [Fact]
    public void Attention_is_the_softmax_of_scaled_products_times_the_values() => InScope(() =>
    {
        RandomSource random = new(2);
        Tensor q = Tensor.Gaussian(random, [2, 3, 5, 4]);
        Tensor k = Tensor.Gaussian(random, [2, 3, 6, 4]);
        Tensor v = Tensor.Gaussian(random, [2, 3, 6, 4]);
        Tensor bias = Tensor.Gaussian(random, [2, 3, 5, 6]);
        Tensor products = q.Matmul(k.Transpose(-2, -1));
        AssertSame((products / 2).Softmax(-1).Matmul(v), q.ScaledDotProductAttention(k, v));
        AssertSame(((products * 0.3) + bias).Softmax(-1).Matmul(v), q.ScaledDotProductAttention(k, v, bias, 0.3));
        Assert.Throws<TorchException>(() => q.ScaledDotProductAttention(k, q));
    });

    private static void AssertSame(Tensor expected, Tensor actual) =>
        AssertTensor(actual, expected.Shape.ToArray(), expected.To(DType.Float64).ToArray<double>());
}
