using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Prediction;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Prediction;

public sealed class TiledPredictionTests
{
    [Theory]
    [InlineData(100, 70, 32)]
    [InlineData(32, 200, 32)]
    [InlineData(10, 9, 64)]
    [InlineData(129, 65, 64)]
    public void Labels_that_depend_on_near_pixels_are_those_of_the_whole_image(int width, int height, int side)
    {
        using TempFolder folder = new();
        RgbImage image = new(width, height);
        new Random(3).NextBytes(image.Pixels);
        RgbImageFile.Write(folder["a.png"], image);
        Palette palette = new([(0, 0, 1), (0, 0, 2), (0, 0, 3), (0, 0, 4)]);
        int tiles = 0, largest = 0;

        new TiledPrediction(tile =>
        {
            (tiles, largest) = (tiles + 1, Math.Max(largest, tile.Width * tile.Height));
            return Look(tile, side / 8);
        }, side).Write(folder["a.png"], folder["out/a.tif"], palette);

        LabelMap whole = Look(image, side / 8);
        RgbImage read = RgbImageFile.Read(folder["out/a.tif"]);
        Assert.Equal(whole.Pixels.ToArray().Select(label => label + 1), Enumerable.Range(0, width * height).Select(i => (int)read.Pixels[(i * 3) + 2]));
        Assert.True(largest <= side * side);
        int inner = side - (2 * (side / 8));
        Assert.True(tiles <= (((width - 1) / inner) + 1) * (((height - 1) / inner) + 1));
    }

    // A label from the reds of the pixels up to some columns and rows away.
    private static LabelMap Look(RgbImage image, int reach)
    {
        LabelMap labels = new(image.Width, image.Height);
        for (int y = 0; y < image.Height; y++)
        {
            for (int x = 0; x < image.Width; x++)
            {
                int left = image.Row(y)[Math.Max(x - reach, 0) * 3], right = image.Row(y)[Math.Min(x + reach, image.Width - 1) * 3];
                int above = image.Row(Math.Max(y - reach, 0))[x * 3], below = image.Row(Math.Min(y + reach, image.Height - 1))[x * 3];
                labels[x, y] = (byte)((left + (2 * right) + (3 * above) + below) % 4);
            }
        }

        return labels;
    }
}
