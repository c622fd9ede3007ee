using SeCo.Models.Sam;
using SeCo.Models.Sam.Hiera;
using SeCo.Models.Tests.Fixtures;
using SeCo.Models.Tests.Sam.TinyVit;
using SeCo.Torch;
using Xunit;

namespace SeCo.Models.Tests.Sam.Hiera;

public sealed class HieraBlockTests : ModelTest
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_window_as_large_as_the_map_sees_what_the_whole_map_shows(bool shrinks)
    {
        using HieraBlock inWindows = Block(4, shrinks), whole = Block(0, shrinks);
        using GradMode mode = GradMode.Disable();
        Tensor map = Noise(7, 2, 4, 4, 6);
        Tensor expected = whole.Forward(map);
        Assert.Equal(shrinks ? [2, 2, 2, 12] : [2, 4, 4, 6], expected.Shape.ToArray());
        AssertClose(expected, inWindows.Forward(map), 1e-5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Windows_do_not_see_each_other_and_those_at_the_border_are_filled_up(bool shrinks)
    {
        using HieraBlock block = Block(4, shrinks);
        using GradMode mode = GradMode.Disable();
        Tensor map = Noise(8, 1, 6, 6, 6);
        Tensor answer = block.Forward(map);
        int side = shrinks ? 2 : 4;
        AssertClose(block.Forward(map.Narrow(1, 0, 4).Narrow(2, 0, 4)), answer.Narrow(1, 0, side).Narrow(2, 0, side), 1e-5);

        // A corner alone is not what it is in its filled-up window with other zeros beside it: the filling takes part.
        using HieraBlock small = Block(2, shrinks);
        Tensor corner = small.Forward(map.Narrow(1, 4, 2).Narrow(2, 4, 2));
        Tensor filled = answer.Narrow(1, side, answer.Shape[1] - side).Narrow(2, side, answer.Shape[2] - side);
        Assert.True((corner - filled).Abs().Max().Item() > 1e-4);
    }

    private static HieraBlock Block(int window, bool shrinks)
    {
        HieraBlock block = new(new HieraBlockShape(Inputs: 6, Outputs: shrinks ? 12 : 6, Heads: shrinks ? 4 : 2, window, shrinks), mlpRatio: 2);
        TinyVitImageEncoderTests.Fill(block, 9);
        return block;
    }
}
