using FsCheck.Xunit;
using SeCo.Imaging.Rle;
using SeCo.Imaging.Resampling;
using Xunit;

namespace SeCo.Imaging.Tests.Resampling;

/// <summary>Against the official way: all logits resized twice, then compared with the thresholds.</summary>
public sealed class MaskUpsamplerTests
{
    /// <summary>Logits closer to a threshold than this may fall on either side.</summary>
    private const float Rounding = 1e-4f;

    [Theory]
    [InlineData(480, 360, 256, 64)]
    [InlineData(150, 200, 256, 64)]
    [InlineData(2048, 1024, 1024, 256)]
    [InlineData(64, 64, 64, 16)]
    [InlineData(63, 2, 256, 64)]
    [InlineData(1, 1, 64, 16)]
    [InlineData(3000, 700, 96, 12)]
    [InlineData(333, 257, 64, 64)]
    [InlineData(100, 90, 32, 4)]
    [InlineData(65, 129, 512, 128)]
    public void Masks_counts_and_boxes_are_those_of_two_resizes(int width, int height, int model, int side)
    {
        foreach (int seed in (int[])[1, 2, 3])
        {
            Check(width, height, model, side, seed);
        }
    }

    [Property(MaxTest = 60)]
    public void Masks_of_any_size_are_those_of_two_resizes(byte width, byte height, byte grid, bool small, int seed)
    {
        int g = (grid % 16) + 1;
        Check((width * 3) + 40, (height * 3) + 40, (small ? 4 : 16) * g, 4 * g, seed);
    }

    [Fact]
    public void A_plane_without_values_near_the_threshold_needs_no_arithmetic_and_gives_all_or_nothing()
    {
        MaskUpsampler upsampler = Plan(70, 50, 64, 16);
        using UpsampledMask full = upsampler.Threshold(Enumerable.Repeat(5f, 256).ToArray(), 1);
        using UpsampledMask none = upsampler.Threshold(Enumerable.Repeat(-5f, 256).ToArray(), 1);
        Assert.Equal((3500L, 3500L, 3500L, new Box(0, 0, 70, 50)), (full.Area, full.AreaAboveOffset, full.AreaAboveMinusOffset, full.Bounds));
        Assert.Equal([0u, 3500u], full.ToRunLengthMask().Counts.ToArray());
        Assert.Equal((0L, 0L, 0L, default(Box)), (none.Area, none.AreaAboveOffset, none.AreaAboveMinusOffset, none.Bounds));
        Assert.Equal([3500u], none.ToRunLengthMask().Counts.ToArray());
    }

    [Fact]
    public void Memory_is_used_again_and_keeps_nothing_of_the_mask_before()
    {
        MaskUpsampler upsampler = Plan(333, 222, 256, 64);
        float[] first = Plane(64, 8), second = Plane(64, 9);
        uint[] expected;
        using (UpsampledMask mask = upsampler.Threshold(second, 1))
        {
            expected = mask.ToRunLengthMask().Counts.ToArray();
        }

        upsampler.Threshold(first, 0.5).Dispose();
        UpsampledMask again = upsampler.Threshold(second, 1);
        Assert.Equal(expected, again.ToRunLengthMask().Counts.ToArray());
        again.Dispose();
        Assert.Throws<ObjectDisposedException>(again.ToRunLengthMask);
    }

    [Fact]
    public void A_crop_is_placed_in_its_image()
    {
        MaskUpsampler upsampler = Plan(100, 80, 64, 16);
        using UpsampledMask mask = upsampler.Threshold(Plane(16, 4));
        RunLengthMask placed = RunLengthMask.FromWindow(130, 111, new Box(7, 30, 107, 110), mask.ToRunLengthMask().ToMask().Pixels);
        Assert.Equal(placed.Counts.ToArray(), mask.ToRunLengthMask(130, 111, 7, 30).Counts.ToArray());
    }

    [Fact]
    public void A_plane_of_another_size_is_an_error()
    {
        Assert.Contains("16 x 16", Assert.Throws<ArgumentException>(() => Plan(8, 8, 64, 16).Threshold(new float[10])).Message, StringComparison.Ordinal);
    }

    private static MaskUpsampler Plan(int width, int height, int model, int side)
    {
        (int resizedWidth, int resizedHeight) = Resized(width, height, model);
        return new MaskUpsampler(width, height, resizedWidth, resizedHeight, model, side);
    }

    private static (int Width, int Height) Resized(int width, int height, int model)
    {
        double scale = (double)model / Math.Max(width, height);
        return (Math.Max(1, (int)((width * scale) + 0.5)), Math.Max(1, (int)((height * scale) + 0.5)));
    }

    private static void Check(int width, int height, int model, int side, int seed)
    {
        MaskUpsampler upsampler = Plan(width, height, model, side);
        float[] plane = Plane(side, seed), reference = Reference(plane, side, model, width, height), found = upsampler.Logits(plane);
        for (int i = 0; i < found.Length; i++)
        {
            Assert.Equal(reference[i], found[i], Rounding / 2);
        }

        const double Offset = 0.75;
        using UpsampledMask mask = upsampler.Threshold(plane, Offset);
        RunLengthMask runs = mask.ToRunLengthMask();
        Assert.Equal((runs.Area, runs.Bounds), (mask.Area, mask.Bounds));
        Span<byte> pixels = runs.ToMask().Pixels;
        for (int i = 0; i < reference.Length; i++)
        {
            Assert.True(Math.Abs(reference[i]) < Rounding || pixels[i] == (reference[i] > 0 ? 1 : 0));
        }

        Assert.InRange(mask.AreaAboveOffset, reference.Count(v => v > Offset + Rounding), reference.Count(v => v > Offset - Rounding));
        Assert.InRange(mask.AreaAboveMinusOffset, reference.Count(v => v > -Offset + Rounding), reference.Count(v => v > -Offset - Rounding));
        using UpsampledMask alone = upsampler.Threshold(plane);
        Assert.Equal(runs.Counts.ToArray(), alone.ToRunLengthMask().Counts.ToArray());
    }

    private static float[] Reference(float[] plane, int side, int model, int width, int height)
    {
        (int resizedWidth, int resizedHeight) = Resized(width, height, model);
        float[] square = Resize(plane, side, side, side, model, model);
        return Resize(square, model, resizedWidth, resizedHeight, width, height);
    }

    /// <summary>Bilinear, with half-pixel centres: the part of the given size to another size.</summary>
    private static float[] Resize(float[] plane, int stride, int fromWidth, int fromHeight, int width, int height)
    {
        float[] result = new float[width * height];
        for (int y = 0; y < height; y++)
        {
            (int top, int bottom, float down) = Place(y, fromHeight, height);
            for (int x = 0; x < width; x++)
            {
                (int left, int right, float along) = Place(x, fromWidth, width);
                float above = (plane[(top * stride) + left] * (1 - along)) + (plane[(top * stride) + right] * along);
                float below = (plane[(bottom * stride) + left] * (1 - along)) + (plane[(bottom * stride) + right] * along);
                result[(y * width) + x] = (above * (1 - down)) + (below * down);
            }
        }

        return result;

        static (int, int, float) Place(int at, int from, int to)
        {
            float place = Math.Max(0, ((float)from / to * (at + 0.5f)) - 0.5f);
            int first = Math.Min((int)place, from - 1);
            return (first, Math.Min(first + 1, from - 1), place - first);
        }
    }

    /// <summary>A few smooth hills and pits on flat ground below the thresholds, and some noise, so that all kinds of tiles are met.</summary>
    private static float[] Plane(int side, int seed)
    {
        Random random = new(seed);
        float[] plane = new float[side * side];
        double noise = random.Next(3) switch { 0 => 0, 1 => 0.5, _ => 8 };
        (double X, double Y, double Radius, double Height)[] hills =
        [
            .. Enumerable.Range(0, 1 + random.Next(4)).Select(_ =>
                (random.NextDouble() * side, random.NextDouble() * side, 1 + (random.NextDouble() * side / 3), (random.NextDouble() * 30) - 5)),
        ];
        for (int i = 0; i < plane.Length; i++)
        {
            double value = -6 + (noise * (random.NextDouble() - 0.5));
            foreach ((double x, double y, double radius, double height) in hills)
            {
                double dx = (i % side) - x, dy = (i / side) - y;
                value += height * Math.Exp(-((dx * dx) + (dy * dy)) / (radius * radius));
            }

            plane[i] = (float)value;
        }

        return plane;
    }
}
