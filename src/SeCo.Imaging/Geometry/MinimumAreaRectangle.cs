using SeCo.Imaging.Components;

namespace SeCo.Imaging.Geometry;

/// <summary>The rectangle of least area, at any angle, around a set of pixel centres.</summary>
/// <remarks>It runs through pixel centres: w x h pixels in a block have a rectangle of (w - 1) x (h - 1), and a line one pixel thick one of area 0. One side
/// lies on an edge of the convex hull; where several edges give the same area, the first one of the hull is taken.</remarks>
public static class MinimumAreaRectangle
{
    /// <summary>The rectangle around pixels given as runs in row-major order.</summary>
    /// <exception cref="ArgumentException">There is no pixel.</exception>
    public static RotatedRectangle Of(ReadOnlySpan<PixelRun> runs) => OfHull(ConvexHull.Of(runs));

    /// <summary>The rectangle around a convex polygon whose corners go clockwise on the screen, by rotating calipers.</summary>
    /// <exception cref="ArgumentException">There is no point.</exception>
    public static RotatedRectangle OfHull(ReadOnlySpan<ImagePoint> hull)
    {
        switch (hull.Length)
        {
            case 0:
                throw new ArgumentException("A rectangle needs at least one point.", nameof(hull));
            case 1:
                return new RotatedRectangle(hull[0], 0, 0, 0);
            case 2:
                return OfLine(hull[0], hull[1]);
        }

        RotatedRectangle best = default;
        double bestArea = double.PositiveInfinity;
        int right = 1, far = 1, left = 1;
        for (int i = 0; i < hull.Length; i++)
        {
            ImagePoint from = hull[i], to = hull[(i + 1) % hull.Length];
            double length = Length(from, to);
            ImagePoint along = new((to.X - from.X) / length, (to.Y - from.Y) / length);
            ImagePoint inward = new(-along.Y, along.X);
            right = Climb(hull, right, along);
            far = Climb(hull, i == 0 ? right : far, inward);
            left = Climb(hull, i == 0 ? far : left, new ImagePoint(-along.X, -along.Y));

            double start = Dot(along, hull[left]), end = Dot(along, hull[right]);
            double near = Dot(inward, from), depth = Dot(inward, hull[far]) - near;
            double area = (end - start) * depth;

            // Equal areas differ by rounding alone; a real improvement is larger than this.
            if (area < bestArea * (1 - 1e-9))
            {
                bestArea = area;
                double middle = (start + end) / 2, across = near + (depth / 2);
                ImagePoint center = new((along.X * middle) + (inward.X * across), (along.Y * middle) + (inward.Y * across));
                best = new RotatedRectangle(center, end - start, depth, Math.Atan2(along.Y, along.X));
            }
        }

        return best;
    }

    private static RotatedRectangle OfLine(ImagePoint a, ImagePoint b) =>
        new(new ImagePoint((a.X + b.X) / 2, (a.Y + b.Y) / 2), Length(a, b), 0, Math.Atan2(b.Y - a.Y, b.X - a.X));

    /// <summary>The corner farthest in a direction, found by walking on from a corner that is not past it.</summary>
    private static int Climb(ReadOnlySpan<ImagePoint> hull, int corner, ImagePoint direction)
    {
        for (int steps = 0; steps < hull.Length; steps++)
        {
            int next = (corner + 1) % hull.Length;
            if (Dot(direction, hull[next]) < Dot(direction, hull[corner]))
            {
                break;
            }

            corner = next;
        }

        return corner;
    }

    private static double Dot(ImagePoint a, ImagePoint b) => (a.X * b.X) + (a.Y * b.Y);

    private static double Length(ImagePoint a, ImagePoint b) => Math.Sqrt(((b.X - a.X) * (b.X - a.X)) + ((b.Y - a.Y) * (b.Y - a.Y)));
}
