using SeCo.Exchange;
using SeCo.Imaging.Rle;
using Xunit;

namespace SeCo.Tests.Exchange;

public sealed class PolygonFillTests
{
    [Fact]
    public void A_rectangle_on_the_grid_is_its_pixels()
    {
        RunLengthMask mask = PolygonFill.Fill(5, 4, [[1, 1, 4, 1, 4, 3, 1, 3]]);
        Assert.Equal(6, mask.Area);
        Assert.Equal((1, 1, 4, 3), (mask.Bounds.X0, mask.Bounds.Y0, mask.Bounds.X1, mask.Bounds.Y1));
    }

    [Fact]
    public void A_triangle_has_the_pixels_whose_centre_it_holds() =>
        Assert.Equal([1, 1, 1, 0, 1, 1, 0, 0, 1, 0, 0, 0], PolygonFill.Fill(4, 3, [[0, 0, 3.4, 0, 0, 3.4]]).ToMask().Pixels.ToArray());

    [Fact]
    public void Several_polygons_add_up_and_what_leaves_the_image_is_cut_off()
    {
        Assert.Equal([1, 0, 1], PolygonFill.Fill(3, 1, [[-5, -5, 1, -5, 1, 9, -5, 9], [2, 0, 1e9, 0, 1e9, 1, 2, 1]]).ToMask().Pixels.ToArray());
        Assert.Equal(0, PolygonFill.Fill(3, 1, [[7, 7, 8, 7, 8, 8]]).Area);
    }

    [Fact]
    public void A_polygon_needs_three_corners()
    {
        Assert.Throws<FormatException>(() => PolygonFill.Fill(3, 3, [[1, 1, 2, 2]]));
        Assert.Throws<FormatException>(() => PolygonFill.Fill(3, 3, [[1, 1, 2, 2, 3, 3, 4]]));
    }
}
