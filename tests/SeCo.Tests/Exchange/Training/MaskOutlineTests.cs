using FsCheck.Xunit;
using SeCo.Exchange;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using Xunit;

namespace SeCo.Tests.Exchange.Training;

public sealed class MaskOutlineTests
{
    [Fact]
    public void A_pixel_has_four_corners_and_a_hole_is_joined_along_a_row_and_a_column()
    {
        Assert.Equal([(1, 1), (2, 1), (2, 2), (1, 2)], MaskOutline.Of(Mask(3, 3, 4)));
        Assert.Equal(
            [(0, 0), (3, 0), (3, 3), (0, 3), (0, 0), (1, 0), (1, 2), (2, 2), (2, 1), (1, 1), (1, 2), (1, 0)],
            MaskOutline.Of(Mask(3, 3, 0, 1, 2, 3, 5, 6, 7, 8)));
    }

    [Property(MaxTest = 200)]
    public void The_outline_of_any_mask_is_filled_to_the_same_pixels(int seed)
    {
        Random random = new(seed);
        (int width, int height) = (random.Next(1, 12), random.Next(1, 12));
        RunLengthMask mask = Mask(width, height, [.. Enumerable.Range(0, width * height).Where(_ => random.Next(3) > 0)]);

        double[] polygon = [.. MaskOutline.Of(mask).SelectMany(corner => new double[] { corner.X, corner.Y })];

        Assert.Equal(
            mask.ToCompressedString(),
            polygon.Length == 0 ? mask.ToCompressedString() : PolygonFill.Fill(width, height, [polygon], ReadBudget.Of("none")).ToCompressedString());
    }

    private static RunLengthMask Mask(int width, int height, params int[] inside)
    {
        byte[] pixels = new byte[width * height];
        Array.ForEach(inside, i => pixels[i] = 1);
        return RunLengthMask.FromWindow(width, height, new Box(0, 0, width, height), pixels);
    }
}
