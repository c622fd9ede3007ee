using SeCo.Models.EspNetV2;
using SeCo.Models.Tests.Fixtures;
using SeCo.Torch;
using Xunit;

namespace SeCo.Models.Tests.EspNetV2;

public sealed class PyramidUnitTests : ModelTest
{
    [Fact]
    public void A_unit_that_sees_nothing_gives_its_input_through_the_rectifier()
    {
        using PyramidUnit unit = new(16, 16, limit: 9);
        unit.Eval();
        using GradMode mode = GradMode.Disable();
        Tensor expand = unit.NamedParameters()["conv_1x1_exp.conv.weight"];
        expand.FillInPlace(0);
        Tensor input = Noise(1, 1, 16, 4, 4);
        AssertClose(Tensor.Where(input.AtLeast(0), input, input * 0.25), unit.Forward(input), 1e-6);
    }

    [Theory]
    [InlineData(9, 4)]
    [InlineData(7, 3)]
    [InlineData(3, 1)]
    public void Nothing_is_seen_beyond_the_widest_view_within_the_limit(int limit, int reach)
    {
        using PyramidUnit unit = new(16, 16, limit);
        HeWeights.Draw(unit, new RandomSource(1));
        unit.Eval();
        using GradMode mode = GradMode.Disable();
        Tensor input = Tensor.Zeros([1, 16, 1, 11]), nothing = unit.Forward(Tensor.Zeros([1, 16, 1, 11]));
        input.Narrow(3, 5, 1).FillInPlace(1);
        float[] changed = (unit.Forward(input) - nothing).Abs().Sum([0, 1, 2]).ToArray<float>(); // by column
        Assert.Equal(reach, Enumerable.Range(0, 11).Where(x => changed[x] > 0).Max(x => Math.Abs(x - 5)));
    }

    [Fact]
    public void A_shrinking_unit_halves_the_maps_and_sees_the_image_at_their_size()
    {
        using ShrinkingUnit unit = new(16, 32, limit: 13);
        HeWeights.Draw(unit, new RandomSource(1));
        unit.Eval();
        using GradMode mode = GradMode.Disable();
        Tensor maps = Noise(2, 2, 16, 8, 12), image = Noise(3, 2, 3, 32, 48);
        Tensor seen = unit.Forward(maps, image);
        Assert.Equal([2, 32, 4, 6], seen.Shape.ToArray());
        Assert.True((seen - unit.Forward(maps, image * 0)).Abs().Max().Item() > 0);
    }
}
