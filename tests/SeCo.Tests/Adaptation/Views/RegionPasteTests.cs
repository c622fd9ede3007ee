using SeCo.Adaptation;
using SeCo.Adaptation.Views;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Adaptation.Views;

public sealed class RegionPasteTests
{
    private static readonly ViewOptions Unmirrored = new() { Flip = 0 };

    [Fact]
    public void At_its_own_size_a_region_is_copied_pixel_by_pixel()
    {
        // An L of five pixels: two columns, four rows.
        (RgbImage image, RunLengthMask mask) = Scene(20, 16, (5, 3), (5, 4), (5, 5), (5, 6), (6, 6));
        Crop crop = new(new Size2d(8, 8));
        byte[] pasted = new byte[64];
        RegionPaste.Paste(image, mask, 4, 1, Unmirrored, crop, pasted, new RandomSource(1));

        int first = pasted.AsSpan().IndexOf((byte)1);
        Assert.Equal([first, first + 8, first + 16, first + 24, first + 25], Enumerable.Range(0, 64).Where(i => pasted[i] == 1));
        Assert.All(Enumerable.Range(0, 64), i => Assert.Equal(pasted[i] == 1 ? 4 : LabelMap.Ignore, crop.Labels[i]));
        Assert.Equal(image.Row(3)[15], crop.Plane(0)[first]);
        Assert.Equal(image.Row(6)[19], crop.Plane(1)[first + 25]);
        Assert.Equal(image.Row(6)[20], crop.Plane(2)[first + 25]);
    }

    [Theory]
    [InlineData(2, 20)]
    [InlineData(3, 45)]
    public void A_larger_one_has_the_square_of_the_scale_in_pixels(double scale, int expected)
    {
        (RgbImage image, RunLengthMask mask) = Scene(20, 16, (5, 3), (5, 4), (5, 5), (5, 6), (6, 6));
        Crop crop = new(new Size2d(32, 32));
        RegionPaste.Paste(image, mask, 4, scale, new ViewOptions(), crop, [], new RandomSource(1));
        Assert.Equal(expected, crop.Labels.AsSpan().Count((byte)4));
    }

    [Fact]
    public void A_mask_of_half_the_size_covers_twice_the_sides()
    {
        RunLengthMask mask = Scene(10, 8, (2, 3), (3, 3)).Mask;
        Crop crop = new(new Size2d(32, 32));
        RegionPaste.Paste(new RgbImage(20, 16), mask, 4, 1, Unmirrored, crop, [], new RandomSource(1));
        Assert.Equal(8, crop.Labels.AsSpan().Count((byte)4));
    }

    [Fact]
    public void One_larger_than_the_crop_is_made_to_fit()
    {
        RgbImage image = new(50, 40);
        RunLengthMask mask = RunLengthMask.FromCounts(50, 40, [0, 2000]);
        Crop crop = new(new Size2d(10, 20));
        RegionPaste.Paste(image, mask, 4, 2, Unmirrored, crop, [], new RandomSource(1));
        Assert.InRange(crop.Labels.AsSpan().Count((byte)4), 9 * 11, 10 * 13);
    }

    private static (RgbImage Image, RunLengthMask Mask) Scene(int width, int height, params (int X, int Y)[] inside)
    {
        RgbImage image = new(width, height);
        new Random(1).NextBytes(image.Pixels);
        BinaryMask mask = new(width, height);
        foreach ((int x, int y) in inside)
        {
            mask.Pixels[(y * width) + x] = 1;
        }

        return (image, RunLengthMask.FromMask(mask));
    }
}
