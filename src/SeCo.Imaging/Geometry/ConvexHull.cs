using SeCo.Imaging.Components;

namespace SeCo.Imaging.Geometry;

/// <summary>Convex hulls of pixel centres.</summary>
public static class ConvexHull
{
    /// <summary>The hull of a set of pixels given as runs in row-major order, as <see cref="ComponentMap.Runs"/> gives them.</summary>
    /// <returns>The corners, starting at the first pixel, clockwise on the screen, without points on straight edges; one point for one pixel, two for a
    /// straight line of pixels.</returns>
    public static ImagePoint[] Of(ReadOnlySpan<PixelRun> runs)
    {
        // Only the outermost pixels of a row can be corners; they are taken in the order that the chain needs.
        List<ImagePoint> points = [];
        for (int i = 0; i < runs.Length;)
        {
            int y = runs[i].Y, left = runs[i].X0, right = runs[i].X1 - 1;
            for (i++; i < runs.Length && runs[i].Y == y; i++)
            {
                left = Math.Min(left, runs[i].X0);
                right = Math.Max(right, runs[i].X1 - 1);
            }

            points.Add(new ImagePoint(left, y));
            if (right != left)
            {
                points.Add(new ImagePoint(right, y));
            }
        }

        return Chain(points);
    }

    /// <summary>The hull of any points, as <see cref="Of(ReadOnlySpan{PixelRun})"/>, starting at the topmost, then leftmost one.</summary>
    public static ImagePoint[] Of(IEnumerable<ImagePoint> points) => Chain([.. points.Distinct().OrderBy(p => p.Y).ThenBy(p => p.X)]);

    /// <summary>Andrew's monotone chain over points sorted by row, then column: down the right side, then up the left one.</summary>
    private static ImagePoint[] Chain(List<ImagePoint> points)
    {
        if (points.Count < 3)
        {
            return [.. points];
        }

        List<ImagePoint> hull = new(points.Count);
        for (int i = 0; i < points.Count; i++)
        {
            Append(hull, points[i], 0);
        }

        int keep = hull.Count - 1;
        for (int i = points.Count - 2; i >= 0; i--)
        {
            Append(hull, points[i], keep);
        }

        hull.RemoveAt(hull.Count - 1);
        return [.. hull];
    }

    private static void Append(List<ImagePoint> hull, ImagePoint point, int keep)
    {
        while (hull.Count >= keep + 2 && Turn(hull[^2], hull[^1], point) <= 0)
        {
            hull.RemoveAt(hull.Count - 1);
        }

        hull.Add(point);
    }

    /// <summary>Positive where the path turns clockwise on the screen.</summary>
    private static double Turn(ImagePoint a, ImagePoint b, ImagePoint c) => ((b.X - a.X) * (c.Y - b.Y)) - ((b.Y - a.Y) * (c.X - b.X));
}
