using FsCheck.Xunit;
using NetTopologySuite.Geometries;
using SeCo.Imaging.Components;
using SeCo.Imaging.Geometry;
using Xunit;

namespace SeCo.Imaging.Tests.Geometry;

public sealed class MinimumAreaRectangleTests
{
    [Fact]
    public void A_block_of_pixels_has_a_rectangle_through_its_outer_centres()
    {
        RotatedRectangle rectangle = MinimumAreaRectangle.Of([new PixelRun(3, 2, 7), new PixelRun(4, 2, 7), new PixelRun(5, 2, 7)]);

        Assert.Equal(new ImagePoint(4, 4), rectangle.Center);
        Assert.Equal(8, rectangle.Area, 1e-12);
        Assert.Equal(12, rectangle.Perimeter, 1e-12);
        Assert.Equal([new(2, 3), new(6, 3), new(6, 5), new(2, 5)], rectangle.Corners());
    }

    [Fact]
    public void A_diamond_has_a_rectangle_at_45_degrees()
    {
        RotatedRectangle rectangle =
            MinimumAreaRectangle.Of([new PixelRun(0, 2, 3), new PixelRun(1, 1, 4), new PixelRun(2, 0, 5), new PixelRun(3, 1, 4), new PixelRun(4, 2, 3)]);

        Assert.Equal(8, rectangle.Area, 1e-9);
        Assert.Equal(Math.Sqrt(8), rectangle.Width, 1e-9);
    }

    [Fact]
    public void A_line_has_no_area_and_a_pixel_no_extent()
    {
        RotatedRectangle line = MinimumAreaRectangle.Of([new PixelRun(0, 0, 1), new PixelRun(1, 1, 2), new PixelRun(2, 2, 3)]);
        RotatedRectangle pixel = MinimumAreaRectangle.Of([new PixelRun(5, 9, 10)]);

        Assert.Equal((Math.Sqrt(8), 0), (line.Width, line.Height));
        Assert.Equal(new RotatedRectangle(new ImagePoint(9, 5), 0, 0, 0), pixel);
        Assert.Throws<ArgumentException>(() => MinimumAreaRectangle.OfHull([]));
    }

    [Property(MaxTest = 300)]
    public void Hull_and_least_area_agree_with_NetTopologySuite(int seed)
    {
        Random random = new(seed);
        ImagePoint[] points = [.. Enumerable.Range(0, random.Next(3, 40)).Select(_ => new ImagePoint(random.Next(30), random.Next(20)))];
        MultiPoint oracle = GeometryFactory.Default.CreateMultiPointFromCoords([.. points.Select(p => new Coordinate(p.X, p.Y))]);

        ImagePoint[] hull = ConvexHull.Of(points);
        HashSet<ImagePoint> expected = [.. oracle.ConvexHull().Coordinates.Select(c => new ImagePoint(c.X, c.Y))];
        Assert.Equal(hull.Length, expected.Count);
        Assert.Subset(expected, hull.ToHashSet());

        RotatedRectangle rectangle = MinimumAreaRectangle.OfHull(hull);
        Assert.Equal(NetTopologySuite.Algorithm.MinimumAreaRectangle.GetMinimumRectangle(oracle).Area, rectangle.Area, 1e-6);
        AssertHolds(rectangle, points);
    }

    [Property(MaxTest = 100)]
    public void The_hull_of_runs_is_the_hull_of_their_pixels(int seed)
    {
        Random random = new(seed);
        List<PixelRun> runs = [];
        for (int y = 0; y < 12; y++)
        {
            for (int x = random.Next(10); x < 20; x += random.Next(2, 12))
            {
                int end = x + random.Next(1, 5);
                runs.Add(new PixelRun(y, x, end));
                x = end;
            }
        }

        IEnumerable<ImagePoint> pixels = runs.SelectMany(r => Enumerable.Range(r.X0, r.Length).Select(x => new ImagePoint(x, r.Y)));
        Assert.Equal(ConvexHull.Of(pixels), ConvexHull.Of([.. runs]));
    }

    private static void AssertHolds(RotatedRectangle rectangle, ImagePoint[] points)
    {
        (double sin, double cos) = Math.SinCos(rectangle.Angle);
        foreach (ImagePoint point in points)
        {
            double dx = point.X - rectangle.Center.X, dy = point.Y - rectangle.Center.Y;
            Assert.InRange(Math.Abs((dx * cos) + (dy * sin)), 0, (rectangle.Width / 2) + 1e-9);
            Assert.InRange(Math.Abs((dy * cos) - (dx * sin)), 0, (rectangle.Height / 2) + 1e-9);
        }
    }
}
