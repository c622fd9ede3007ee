using FsCheck.Xunit;
using SeCo.Imaging.Resampling;
using SeCo.Imaging.Tests.Codecs;
using Xunit;

namespace SeCo.Imaging.Tests.Resampling;

public sealed class RgbResizeTests
{
    [Property(MaxTest = 150)]
    public void Gives_exactly_the_size_that_was_asked_for(byte width, byte height, byte toWidth, byte toHeight, bool sharp)
    {
        RgbImage image = RgbImageFileTests.Gradient(width + 1, height + 1);
        RgbImage resized = RgbResize.To(image, toWidth + 1, toHeight + 1, sharp ? ResizeKernel.Lanczos : ResizeKernel.Bilinear);
        Assert.Equal((toWidth + 1, toHeight + 1, (toWidth + 1) * (toHeight + 1) * 3), (resized.Width, resized.Height, resized.Pixels.Length));
    }

    [Theory]
    [InlineData(ResizeKernel.Bilinear)]
    [InlineData(ResizeKernel.Lanczos)]
    public void A_flat_image_stays_flat_and_halves_keep_their_sides(ResizeKernel kernel)
    {
        RgbImage image = new(40, 20);
        for (int y = 0; y < 20; y++)
        {
            image.Row(y)[..60].Fill(50);
            image.Row(y)[60..].Fill(200);
        }

        RgbImage half = RgbResize.To(image, 20, 10, kernel);
        Assert.Equal(50, half.Row(5)[0]);
        Assert.Equal(200, half.Row(5)[59]);
    }

    [Fact]
    public void A_thumbnail_keeps_the_shape_and_never_grows()
    {
        RgbImage image = RgbImageFileTests.Gradient(200, 50);
        RgbImage small = RgbResize.Thumbnail(image, 100);
        Assert.Equal((100, 25), (small.Width, small.Height));
        Assert.Same(image, RgbResize.Thumbnail(image, 200));
        Assert.Equal((3, 1), (RgbResize.Thumbnail(image, 3).Width, RgbResize.Thumbnail(image, 3).Height));
    }
}
