using FsCheck.Xunit;
using SeCo.Imaging.Geometry;
using Xunit;

namespace SeCo.Imaging.Tests.Geometry;

public sealed class PolygonOffsetTests
{
    [Fact]
    public void An_upright_rectangle_grows_by_the_rounded_distance()
    {
        // 3.49 rounds to 3 at whole corners.
        Assert.Equal(new Box(450, -2, 463, 86), PolygonOffset.Bounds([new(453, 1), new(459, 1), new(459, 82), new(453, 82)], 3.4913793103448274));
    }

    [Fact]
    public void Corners_are_truncated_toward_zero_first()
    {
        Assert.Equal(
            PolygonOffset.Bounds([new(0, 0), new(9, 0), new(9, 9), new(0, 9)], 2),
            PolygonOffset.Bounds([new(-0.9, 0.9), new(9.9, 0), new(9, 9.9), new(0, 9)], 2));
    }

    [Fact]
    public void Nothing_is_left_without_a_distance_or_with_corners_that_fall_together()
    {
        Assert.Null(PolygonOffset.Bounds([new(0, 0), new(9, 0), new(9, 9), new(0, 9)], 0));
        Assert.Null(PolygonOffset.Bounds([new(0.1, 0), new(0.9, 0), new(0.9, 9), new(0.1, 9)], 2));
    }

    [Property(MaxTest = 200)]
    public void Neither_direction_nor_rounding_moves_a_side_by_more_than_a_pixel(int seed)
    {
        Random random = new(seed);
        RotatedRectangle rectangle = new(
            new ImagePoint(random.Next(100), random.Next(100)), 5 + (50 * random.NextDouble()), 5 + (50 * random.NextDouble()), random.NextDouble() * Math.PI);
        double distance = 1 + (10 * random.NextDouble());
        ImagePoint[] corners = rectangle.Corners();

        Box forward = Assert.NotNull(PolygonOffset.Bounds(corners, distance));
        Array.Reverse(corners);
        Assert.Equal(forward, PolygonOffset.Bounds(corners, distance));
        Assert.InRange(forward.X0, corners.Min(c => Math.Truncate(c.X)) - distance - 1, corners.Min(c => Math.Truncate(c.X)) - distance + 1);
        Assert.InRange(forward.X1 - 1, corners.Max(c => Math.Truncate(c.X)) + distance - 1, corners.Max(c => Math.Truncate(c.X)) + distance + 1);
        Assert.InRange(forward.Y0, corners.Min(c => Math.Truncate(c.Y)) - distance - 1, corners.Min(c => Math.Truncate(c.Y)) - distance + 1);
        Assert.InRange(forward.Y1 - 1, corners.Max(c => Math.Truncate(c.Y)) + distance - 1, corners.Max(c => Math.Truncate(c.Y)) + distance + 1);
    }
}
