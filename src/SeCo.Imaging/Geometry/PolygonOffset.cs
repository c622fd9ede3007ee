namespace SeCo.Imaging.Geometry;

/// <summary>The bounds of a polygon grown on all sides, with round joins and whole-number corners, as Clipper 6 computes them.</summary>
/// <remarks>Clipper works on integers: corners are truncated toward zero on the way in and rounded half away from zero on the way out, and an arc is a few
/// chords (arc tolerance 0.25). The bounds are therefore not simply those of the corners plus the distance.</remarks>
public static class PolygonOffset
{
    private const double ArcTolerance = 0.25;

    /// <summary>The bounds of a convex polygon after growing.</summary>
    /// <param name="corners">The polygon's corners, in pixels, in either direction.</param>
    /// <param name="distance">How far each side moves outward, in pixels.</param>
    /// <returns>The box whose first and last pixels are the bounds; null where nothing is left: no distance, or corners that fall together.</returns>
    public static Box? Bounds(ReadOnlySpan<ImagePoint> corners, double distance)
    {
        List<(double X, double Y)> polygon = Truncate(corners);
        if (distance <= 0 || polygon.Count < 3)
        {
            return null;
        }

        Orient(polygon);
        (double X, double Y)[] normals = Normals(polygon);
        double sagitta = Math.Min(ArcTolerance, distance * ArcTolerance);
        double steps = Math.Min(Math.PI / Math.Acos(1 - (sagitta / distance)), Math.PI * distance);
        Extent extent = new();
        int k = polygon.Count - 1;
        for (int j = 0; j < polygon.Count; j++)
        {
            (double X, double Y) corner = polygon[j], before = normals[k], after = normals[j];
            double sine = (before.X * after.Y) - (before.Y * after.X);
            double cosine = (before.X * after.X) + (before.Y * after.Y);
            extent.Add(corner, before, distance);
            if (Math.Abs(sine * distance) < 1 && cosine > 0)
            {
                // So slight a turn needs no second point; the next corner is still seen from the same edge.
                continue;
            }

            if (sine < 0)
            {
                extent.Add(corner, default, distance);
            }
            else
            {
                AddArc(extent, corner, before, Math.Atan2(sine, cosine), steps, distance);
            }

            extent.Add(corner, after, distance);
            k = j;
        }

        return extent.ToBox();
    }

    private static void AddArc(Extent extent, (double X, double Y) corner, (double X, double Y) from, double angle, double steps, double distance)
    {
        int points = Math.Max(1, (int)Math.Round(steps / (2 * Math.PI) * Math.Abs(angle), MidpointRounding.AwayFromZero));
        (double sin, double cos) = Math.SinCos(2 * Math.PI / steps);
        for (int i = 0; i < points; i++)
        {
            extent.Add(corner, from, distance);
            from = ((from.X * cos) - (from.Y * sin), (from.X * sin) + (from.Y * cos));
        }
    }

    private static List<(double X, double Y)> Truncate(ReadOnlySpan<ImagePoint> corners)
    {
        List<(double X, double Y)> polygon = [];
        foreach (ImagePoint corner in corners)
        {
            (double X, double Y) whole = (Math.Truncate(corner.X), Math.Truncate(corner.Y));
            if (polygon.Count == 0 || polygon[^1] != whole)
            {
                polygon.Add(whole);
            }
        }

        while (polygon.Count > 1 && polygon[^1] == polygon[0])
        {
            polygon.RemoveAt(polygon.Count - 1);
        }

        return polygon;
    }

    private static void Orient(List<(double X, double Y)> polygon)
    {
        double twiceArea = 0;
        for (int i = 0; i < polygon.Count; i++)
        {
            (double X, double Y) a = polygon[i], b = polygon[(i + 1) % polygon.Count];
            twiceArea += (a.X * b.Y) - (b.X * a.Y);
        }

        if (twiceArea < 0)
        {
            polygon.Reverse();
        }
    }

    private static (double X, double Y)[] Normals(List<(double X, double Y)> polygon)
    {
        (double X, double Y)[] normals = new (double X, double Y)[polygon.Count];
        for (int i = 0; i < normals.Length; i++)
        {
            (double X, double Y) a = polygon[i], b = polygon[(i + 1) % polygon.Count];
            double dx = b.X - a.X, dy = b.Y - a.Y, length = Math.Sqrt((dx * dx) + (dy * dy));
            normals[i] = (dy / length, -dx / length);
        }

        return normals;
    }

    /// <summary>The smallest and largest of the rounded points.</summary>
    private sealed class Extent
    {
        private int _x0 = int.MaxValue, _y0 = int.MaxValue, _x1 = int.MinValue, _y1 = int.MinValue;

        public void Add((double X, double Y) corner, (double X, double Y) direction, double distance)
        {
            int x = (int)Math.Round(corner.X + (direction.X * distance), MidpointRounding.AwayFromZero);
            int y = (int)Math.Round(corner.Y + (direction.Y * distance), MidpointRounding.AwayFromZero);
            (_x0, _x1) = (Math.Min(_x0, x), Math.Max(_x1, x));
            (_y0, _y1) = (Math.Min(_y0, y), Math.Max(_y1, y));
        }

        public Box ToBox() => new(_x0, _y0, _x1 + 1, _y1 + 1);
    }
}
