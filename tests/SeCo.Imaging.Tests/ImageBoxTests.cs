using Xunit;

namespace SeCo.Imaging.Tests;

public sealed class ImageBoxTests
{
    [Fact]
    public void A_box_around_pixels_ends_at_the_last_of_them()
    {
        ImageBox box = ImageBox.Around(new Box(2, 3, 5, 4));
        Assert.Equal(new ImageBox(2, 3, 4, 3), box);
        Assert.Equal((2.0, 0.0), (box.Width, box.Height));
        Assert.Equal(default, ImageBox.Around(default));
    }

    [Fact]
    public void Corner_and_size_give_the_other_corner() => Assert.Equal(new ImageBox(0.5, 1, 4.5, 3), ImageBox.OfSize(0.5, 1, 4, 2));
}
