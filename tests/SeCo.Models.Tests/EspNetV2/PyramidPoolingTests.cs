using SeCo.Models.EspNetV2;
using SeCo.Models.Tests.Fixtures;
using SeCo.Torch;
using Xunit;

namespace SeCo.Models.Tests.EspNetV2;

public sealed class PyramidPoolingTests : ModelTest
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 7)]
    [InlineData(10, 30)]
    public void Maps_of_any_size_keep_it(int height, int width)
    {
        using PyramidPooling pooling = new(16, 4, 8);
        pooling.Eval();
        using GradMode mode = GradMode.Disable();
        Assert.Equal([2, 8, height, width], pooling.Forward(Noise(1, 2, 16, height, width)).Shape.ToArray());
    }

    [Fact]
    public void The_last_one_ends_with_a_bias_alone()
    {
        using PyramidPooling pooling = new(16, 4, 3, isLast: true);
        pooling.Eval();
        using GradMode mode = GradMode.Disable();
        pooling.NamedParameters()["merge_layer.3.weight"].FillInPlace(0);
        pooling.NamedParameters()["merge_layer.3.bias"].FillInPlace(-2);
        AssertClose(Tensor.Full([1, 3, 4, 4], -2), pooling.Forward(Noise(1, 1, 16, 4, 4)), 0);
        Assert.DoesNotContain(pooling.NamedParameters().Keys, name => name.StartsWith("br.", StringComparison.Ordinal));
    }
}
