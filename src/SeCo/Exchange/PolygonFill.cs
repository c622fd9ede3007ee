using SeCo.Imaging.Rle;

namespace SeCo.Exchange;

/// <summary>The pixels of polygons: those whose centre lies inside, by the even-odd rule within a polygon, of several polygons together.</summary>
internal static class PolygonFill
{
    /// <summary>Fills polygons.</summary>
    /// <param name="width">Columns of the image.</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="polygons">For each polygon x and y of its corners in turn, in pixels, a pixel's centre at one half;
    /// what leaves the image is cut off.</param>
    /// <exception cref="FormatException">A polygon of fewer than three corners, or an odd number of coordinates.</exception>
    public static RunLengthMask Fill(int width, int height, IReadOnlyList<double[]> polygons)
    {
        foreach (double[] polygon in polygons)
        {
            if (polygon.Length < 6 || polygon.Length % 2 != 0)
            {
                throw new FormatException($"a polygon of {polygon.Length} coordinates, expected x and y of at least three corners");
            }
        }

        // Only the box around the polygons takes memory: a file may hold thousands in one large image.
        Box box = new(Bound(polygons, 0, width).Least, Bound(polygons, 1, height).Least, Bound(polygons, 0, width).Most, Bound(polygons, 1, height).Most);
        if (box.IsEmpty)
        {
            return RunLengthMask.FromWindow(width, height, default, []);
        }

        byte[] pixels = new byte[box.Area];
        List<double> crossings = [];
        foreach (double[] polygon in polygons)
        {
            (int top, int bottom) = Bound([polygon], 1, height);
            for (int y = top; y < bottom; y++)
            {
                Cross(polygon, y + 0.5, crossings);
                for (int i = 0; i + 1 < crossings.Count; i += 2)
                {
                    int x0 = Pixel(crossings[i], box), x1 = Pixel(crossings[i + 1], box);
                    pixels.AsSpan(((y - box.Y0) * box.Width) + x0 - box.X0, Math.Max(0, x1 - x0)).Fill(1);
                }
            }
        }

        return RunLengthMask.FromWindow(width, height, box, pixels);
    }

    // From the first to behind the last whole pixel that polygons reach along an axis, 0 for x and 1 for y.
    private static (int Least, int Most) Bound(IReadOnlyList<double[]> polygons, int axis, int size)
    {
        double least = double.PositiveInfinity, most = double.NegativeInfinity;
        foreach (double[] polygon in polygons)
        {
            for (int i = axis; i < polygon.Length; i += 2)
            {
                (least, most) = (Math.Min(least, polygon[i]), Math.Max(most, polygon[i]));
            }
        }

        return ((int)Math.Clamp(Math.Floor(least), 0, size), (int)Math.Clamp(Math.Ceiling(most), 0, size));
    }

    private static void Cross(double[] polygon, double y, List<double> crossings)
    {
        crossings.Clear();
        for (int i = 0, j = polygon.Length - 2; i < polygon.Length; j = i, i += 2)
        {
            (double x0, double y0, double x1, double y1) = (polygon[j], polygon[j + 1], polygon[i], polygon[i + 1]);
            if (y0 <= y != y1 <= y)
            {
                crossings.Add(x0 + ((y - y0) / (y1 - y0) * (x1 - x0)));
            }
        }

        crossings.Sort();
    }

    // The first pixel whose centre is not left of x.
    private static int Pixel(double x, Box box) => Math.Clamp((int)Math.Ceiling(x - 0.5), box.X0, box.X1);
}
