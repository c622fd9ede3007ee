using FsCheck.Xunit;
using SeCo.Exchange;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using Xunit;

namespace SeCo.Tests.Exchange;

public sealed class PolygonFillTests
{
    private static RunLengthMask Fill(int width, int height, double[][] polygons, int fileBytes = 100) =>
        PolygonFill.Fill(width, height, polygons, new ReadBudget(fileBytes, fault => new FormatException(fault)));

    [Fact]
    public void A_rectangle_on_the_grid_is_its_pixels()
    {
        RunLengthMask mask = Fill(5, 4, [[1, 1, 4, 1, 4, 3, 1, 3]]);
        Assert.Equal(6, mask.Area);
        Assert.Equal((1, 1, 4, 3), (mask.Bounds.X0, mask.Bounds.Y0, mask.Bounds.X1, mask.Bounds.Y1));
    }

    [Fact]
    public void A_triangle_has_the_pixels_whose_centre_it_holds() =>
        Assert.Equal([1, 1, 1, 0, 1, 1, 0, 0, 1, 0, 0, 0], Fill(4, 3, [[0, 0, 3.4, 0, 0, 3.4]]).ToMask().Pixels.ToArray());

    [Fact]
    public void Several_polygons_add_up_and_what_leaves_the_image_is_cut_off()
    {
        Assert.Equal([1, 0, 1], Fill(3, 1, [[-5, -5, 1, -5, 1, 9, -5, 9], [2, 0, 1e9, 0, 1e9, 1, 2, 1]]).ToMask().Pixels.ToArray());
        Assert.Equal(0, Fill(3, 1, [[7, 7, 8, 7, 8, 8]]).Area);
    }

    [Property(MaxTest = 300)]
    public void Polygons_anywhere_have_the_pixels_whose_centre_lies_inside(int seed)
    {
        Random random = new(seed);
        double[][] polygons =
        [
            .. Enumerable.Range(0, 1 + random.Next(3)).Select(
                _ => Enumerable.Range(0, 6 + (2 * random.Next(4))).Select(_ => (random.NextDouble() * 14) - 3).ToArray()),
        ];
        BinaryMask mask = Fill(9, 7, polygons).ToMask();
        for (int i = 0; i < mask.Pixels.Length; i++)
        {
            (double x, double y) = ((i % 9) + 0.5, (i / 9) + 0.5);
            Assert.Equal(Array.Exists(polygons, p => Holds(p, x, y)), mask.Pixels[i] != 0);
        }
    }

    [Fact]
    public void Corners_far_beyond_the_image_do_no_harm()
    {
        Assert.Equal(12, Fill(4, 3, [[-1e308, -1e308, 1e308, -1e308, 1e308, 1e308, -1e308, 1e308]]).Area);
        Assert.InRange(Fill(4, 3, [[3, -1e308, 4, 1e308, -1e308, 2, 1e308, 2]]).Area, 0, 12);
    }

    [Fact]
    public void An_outline_costs_its_length_not_its_box()
    {
        Assert.Equal(16384L * 16384, Fill(16384, 16384, [[0, 0, 16384, 0, 16384, 16384, 0, 16384]]).Area);
        double[] zigzag = [.. Enumerable.Range(0, 2000).SelectMany(i => new[] { i % 2 == 0 ? 0d : 16384, i * 8 })];
        FormatException fault = Assert.Throws<FormatException>(() => Fill(16384, 16384, [zigzag]));
        Assert.StartsWith("the outline of 2000 corners: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains("a file of 100 bytes", fault.Message, StringComparison.Ordinal);
        Assert.True(Fill(16384, 16384, [zigzag], 10_000_000).Area > 0);
    }

    [Fact]
    public void A_polygon_needs_three_corners()
    {
        Assert.Throws<FormatException>(() => Fill(3, 3, [[1, 1, 2, 2]]));
        Assert.Throws<FormatException>(() => Fill(3, 3, [[1, 1, 2, 2, 3, 3, 4]]));
    }

    // A ray to the left crosses the outline an odd number of times.
    private static bool Holds(double[] polygon, double x, double y)
    {
        bool inside = false;
        for (int i = 0; i < polygon.Length; i += 2)
        {
            int j = (i + 2) % polygon.Length;
            (double x0, double y0, double x1, double y1) = (polygon[i], polygon[i + 1], polygon[j], polygon[j + 1]);
            inside ^= y0 <= y != y1 <= y && x0 + ((y - y0) / (y1 - y0) * (x1 - x0)) <= x;
        }

        return inside;
    }
}
