using SeCo.Imaging;
using SeCo.PixelLabels;
using Xunit;

namespace SeCo.Tests.PixelLabels;

public sealed class BrightnessTests
{
    [Fact]
    public void The_level_is_that_of_the_mean_luma()
    {
        Assert.Equal(0, Brightness.LevelOf(new RgbImage(2, 1)));
        Assert.Equal(31, Brightness.LevelOf(new RgbImage(2, 1, [255, 255, 255, 255, 255, 255])));
        Assert.Equal(149 / 8, Brightness.LevelOf(new RgbImage(1, 1, [0, 255, 0])));
        Assert.Equal(127 / 8, Brightness.LevelOf(new RgbImage(2, 1, [255, 255, 255, 0, 0, 0])));
    }

    [Fact]
    public void Levels_are_cut_where_no_images_are_and_a_group_has_a_tenth_of_them()
    {
        int[] images = new int[Brightness.Levels];
        (images[6], images[7], images[16], images[17]) = (20, 10, 60, 30);
        Assert.Contains(Brightness.Cut(images), start => start is > 7 and <= 16);

        (images[6], images[7]) = (3, 2);
        Assert.Equal([0], Brightness.Cut(images));
    }
}
