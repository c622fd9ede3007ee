using SeCo.Torch.Nn;
using SeCo.Torch.Tests.Fixtures;
using Xunit;

namespace SeCo.Torch.Tests.Nn;

public sealed class LayerTests : TensorTest
{
    [Fact]
    public void Layers_give_the_shapes_they_promise() => InScope(() =>
    {
        RandomSource random = new(1);
        Tensor x = Tensor.Gaussian(random, [2, 4, 8, 8]);
        AssertShape(new Conv2d(4, 6, 3, stride: 2, padding: 1, groups: 2, random: random), x, [2, 6, 4, 4]);
        AssertShape(new Conv2d(4, 6, 3, padding: 2, dilation: 2, bias: false, random: random), x, [2, 6, 8, 8]);
        AssertShape(new ConvTranspose2d(4, 3, 2, stride: 2, random: random), x, [2, 3, 16, 16]);
        AssertShape(new BatchNorm2d(4), x, [2, 4, 8, 8]);
        AssertShape(new LayerNorm(8), x, [2, 4, 8, 8]);
        AssertShape(new Linear(8, 5, random: random), x, [2, 4, 8, 5]);
        AssertShape(new PRelu(4), x, [2, 4, 8, 8]);
        AssertShape(new Dropout(0.5, random), x, [2, 4, 8, 8]);
        AssertShape(new Dropout(0.5, random, wholeChannels: true), x, [2, 4, 8, 8]);
        AssertShape(Activation.Relu6(), x, [2, 4, 8, 8]);
        AssertShape(Activation.Gelu(), x, [2, 4, 8, 8]);
    });

    [Fact]
    public void Dropout_does_nothing_in_evaluation() => InScope(() =>
    {
        using Dropout dropout = new(0.9, new RandomSource(1));
        dropout.Eval();
        Tensor x = Tensor.Ones([5]);
        Assert.Same(x, dropout.Forward(x));
    });

    [Fact]
    public void First_values_have_the_spread_of_their_rule() => InScope(() =>
    {
        RandomSource random = new(1);
        long[] shape = [64, 32, 3, 3];
        Assert.Equal(32 * 9, Initializers.FanIn(shape));
        Assert.Equal(64 * 9, Initializers.FanOut(shape));
        Tensor drawn = Tensor.Zeros(shape);
        drawn.DrawNormal(random, 0.1);
        AssertSpread(drawn, 0.1);
        AssertSpread(Initializers.DefaultOrZeros(random, shape, 288), 1 / Math.Sqrt(3 * 288));
        Assert.InRange(Initializers.DefaultOrZeros(random, shape, 288).Abs().Max().Item(), 0, 1 / Math.Sqrt(288));
        Assert.Throws<ArgumentException>(() => Initializers.FanIn([3]));
    });

    private static void AssertShape(Layer layer, Tensor input, long[] shape)
    {
        Assert.Equal(shape, layer.Forward(input).Shape.ToArray());
        layer.Dispose();
    }

    private static void AssertSpread(Tensor tensor, double expected)
    {
        Assert.InRange(tensor.Mean().Item(), -0.03 * expected, 0.03 * expected);
        Assert.InRange(Math.Sqrt((tensor * tensor).Mean().Item()), 0.97 * expected, 1.03 * expected);
    }
}
