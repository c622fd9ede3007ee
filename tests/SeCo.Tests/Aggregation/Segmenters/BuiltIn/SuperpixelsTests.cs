using SeCo.Aggregation.Segmenters.BuiltIn;
using SeCo.Imaging;
using Xunit;

namespace SeCo.Tests.Aggregation.Segmenters.BuiltIn;

public sealed class SuperpixelsTests
{
    [Fact]
    public void A_superpixel_ends_where_the_colour_changes_and_numbers_follow_the_scan()
    {
        int[] found = Superpixels.Grow(Halves(), scale: 3, minimumSize: 1, out int count);

        Assert.Equal(2, count);
        Assert.Equal([0, 0, 1, 1, 0, 0, 1, 1], found);
    }

    [Fact]
    public void One_that_is_too_small_joins_its_neighbour()
    {
        Superpixels.Grow(Halves(), scale: 3, minimumSize: 5, out int count);

        Assert.Equal(1, count);
    }

    // 4 x 2 pixels, red on the left and blue on the right.
    private static LabImage Halves()
    {
        RgbImage image = new(4, 2);
        for (int i = 0; i < 8; i++)
        {
            image.Pixels[(3 * i) + (i % 4 < 2 ? 0 : 2)] = 255;
        }

        return LabImage.FromRgb(image);
    }
}
