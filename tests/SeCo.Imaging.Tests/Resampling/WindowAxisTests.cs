using SeCo.Imaging.Resampling;
using Xunit;

namespace SeCo.Imaging.Tests.Resampling;

public sealed class WindowAxisTests
{
    [Fact]
    public void A_window_of_the_output_size_is_a_copy()
    {
        WindowAxis axis = new(4);
        axis.Set(2, 4, 10, 10, reversed: false);
        Assert.True(axis.IsCopy);
        Assert.Equal([2, 3, 4, 5], axis.Lower);
        Assert.All(axis.Weights, weight => Assert.Equal(0, weight));
        Assert.Equal((1, 3), axis.Showing(3, 5));
    }

    [Fact]
    public void A_window_of_half_the_size_has_quarters_as_weights()
    {
        WindowAxis axis = new(4);
        axis.Set(0, 2, 2, 2, reversed: false);
        Assert.False(axis.IsCopy);
        Assert.Equal([0, 0, 0, 1], axis.Lower);
        Assert.Equal([0, 0.25f, 0.75f, 0], axis.Weights);
        Assert.Equal((0, 2), axis.Showing(0, 1));
        Assert.Equal((2, 4), axis.Showing(1, 2));
    }

    [Fact]
    public void A_mirrored_window_shows_the_same_places_from_the_other_end()
    {
        WindowAxis axis = new(4);
        axis.Set(0, 4, 4, 4, reversed: true);
        Assert.Equal([3, 2, 1, 0], axis.Lower);
        Assert.Equal((3, 4), axis.Showing(0, 1));
    }

    [Fact]
    public void Places_outside_the_image_repeat_its_edge_and_show_no_mask()
    {
        WindowAxis axis = new(4);
        axis.Set(-2, 4, 10, 10, reversed: false);
        Assert.Equal([0, 0, 0, 1], axis.Lower);
        Assert.Equal(2, axis.NearestEnd);
        Assert.Equal((2, 4), axis.Showing(0, 2));
    }
}
