using SeCo.Imaging;
using SeCo.Imaging.Rle;

namespace SeCo.Exchange;

/// <summary>The pixels of polygons: those whose centre lies inside, by the even-odd rule within a polygon, of several polygons together.</summary>
internal static class PolygonFill
{
    /// <summary>Fills polygons.</summary>
    /// <param name="width">Columns of the image.</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="polygons">For each polygon x and y of its corners in turn, in pixels, a pixel's centre at one half; what leaves the image is cut off.</param>
    /// <exception cref="FormatException">A polygon of fewer than three corners, or an odd number of coordinates.</exception>
    public static RunLengthMask Fill(int width, int height, IReadOnlyList<double[]> polygons)
    {
        BinaryMask mask = new(width, height);
        List<double> crossings = [];
        foreach (double[] polygon in polygons)
        {
            if (polygon.Length < 6 || polygon.Length % 2 != 0)
            {
                throw new FormatException($"a polygon of {polygon.Length} coordinates, expected x and y of at least three corners");
            }

            (int top, int bottom) = Rows(polygon, height);
            for (int y = top; y < bottom; y++)
            {
                Cross(polygon, y + 0.5, crossings);
                for (int i = 0; i + 1 < crossings.Count; i += 2)
                {
                    int x0 = Pixel(crossings[i], width), x1 = Pixel(crossings[i + 1], width);
                    mask.Row(y)[x0..Math.Max(x0, x1)].Fill(1);
                }
            }
        }

        return RunLengthMask.FromMask(mask);
    }

    private static (int Top, int Bottom) Rows(double[] polygon, int height)
    {
        double least = double.PositiveInfinity, most = double.NegativeInfinity;
        for (int i = 1; i < polygon.Length; i += 2)
        {
            (least, most) = (Math.Min(least, polygon[i]), Math.Max(most, polygon[i]));
        }

        return ((int)Math.Clamp(Math.Floor(least), 0, height), (int)Math.Clamp(Math.Ceiling(most), 0, height));
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
    private static int Pixel(double x, int width) => (int)Math.Clamp(Math.Ceiling(x - 0.5), 0, width);
}
