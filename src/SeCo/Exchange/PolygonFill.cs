namespace SeCo.Exchange;

/// <summary>The pixels of polygons: those whose centre lies inside, by the even-odd rule within a polygon, of several polygons together.</summary>
internal static class PolygonFill
{
    // What a place costs where an outline crosses the middle of a row, and an edge of the mask in a column.
    private const int CrossingBytes = 8;
    private const int EdgeBytes = 32;
    private const int WorkOfBytes = 8;

    /// <summary>Fills polygons, each x and y of its corners in turn, in pixels, a pixel's centre at one half; what leaves the image is cut off.</summary>
    /// <exception cref="FormatException">A polygon of fewer than three corners, an odd number of coordinates, or one that is no finite number.</exception>
    public static RunLengthMask Fill(int width, int height, IReadOnlyList<double[]> polygons, ReadBudget budget)
    {
        if (polygons.FirstOrDefault(p => p.Length < 6 || p.Length % 2 != 0) is { } odd)
        {
            throw new FormatException($"a polygon of {odd.Length} coordinates, expected x and y of at least three corners");
        }

        if (polygons.Any(p => !Array.TrueForAll(p, double.IsFinite)))
        {
            throw new FormatException("a polygon with a coordinate that is no finite number");
        }

        // Only the box around the polygons takes memory, one bit a pixel: a file may hold thousands in one large image.
        Box box = new(Bound(polygons, 0, width).Least, Bound(polygons, 1, height).Least, Bound(polygons, 0, width).Most, Bound(polygons, 1, height).Most);
        if (box.IsEmpty)
        {
            return RunLengthMask.FromWindow(width, height, default, []);
        }

        int words = (box.Width + 63) / 64;
        double edges = polygons.Sum(p => (CrossingBytes * Reach(p, 1, box.Y0, box.Y1)) + (EdgeBytes * Reach(p, 0, box.X0, box.X1)));
        double raster = 8d * words * box.Height;
        string what = $"the outline of {polygons.Sum(p => p.Length / 2L)} corners";
        budget.Fit((long)(raster + edges), what);
        budget.Spend((long)(raster + (WorkOfBytes * edges)), what);
        ulong[] bits = new ulong[(long)words * box.Height];
        foreach (double[] polygon in polygons)
        {
            Fill(polygon, box, bits, words);
        }

        RunLengthMask mask = RunLengthMask.FromBits(width, height, box, bits);
        budget.Spend(mask.Area, $"the pixels of the shapes up to {what}");
        return mask;
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

    // How far the outline goes along an axis within the box; a pixel more for each side, for what is rounded.
    private static double Reach(double[] polygon, int axis, int least, int most)
    {
        double reach = 0;
        for (int i = axis, j = polygon.Length - 2 + axis; i < polygon.Length; j = i, i += 2)
        {
            reach += 1 + Math.Abs(Math.Clamp(polygon[i], least, most) - Math.Clamp(polygon[j], least, most));
        }

        return reach;
    }

    // The crossings of a polygon with the middles of rows, sorted by row through counting, so that no side is looked at for a row that it does not reach.
    private static void Fill(double[] polygon, Box box, ulong[] bits, int words)
    {
        int[] ends = new int[box.Height + 1];
        Cross(polygon, box, (row, _) => ends[row + 1]++);
        for (int row = 1; row < ends.Length; row++)
        {
            ends[row] += ends[row - 1];
        }

        double[] crossings = new double[ends[^1]];
        Cross(polygon, box, (row, x) => crossings[ends[row]++] = x); // moves each row's start to its end
        for (int row = 0, start = 0; row < box.Height; start = ends[row], row++)
        {
            Span<double> own = crossings.AsSpan(start, ends[row] - start);
            own.Sort();
            for (int i = 0; i + 1 < own.Length; i += 2)
            {
                Set(bits.AsSpan(row * words, words), Pixel(own[i], box) - box.X0, Pixel(own[i + 1], box) - box.X0);
            }
        }
    }

    private static void Cross(double[] polygon, Box box, Action<int, double> take)
    {
        for (int i = 0, j = polygon.Length - 2; i < polygon.Length; j = i, i += 2)
        {
            (double x0, double y0, double x1, double y1) = (polygon[j], polygon[j + 1], polygon[i], polygon[i + 1]);
            int top = (int)Math.Clamp(Math.Floor(Math.Min(y0, y1)) - 1, box.Y0, box.Y1);
            int bottom = (int)Math.Clamp(Math.Ceiling(Math.Max(y0, y1)), box.Y0, box.Y1);
            for (int row = top; row < bottom; row++)
            {
                double y = row + 0.5;
                if (y0 <= y != y1 <= y)
                {
                    take(row - box.Y0, x0 + ((y - y0) / (y1 - y0) * (x1 - x0)));
                }
            }
        }
    }

    // Sets the bits of the pixels from a place up to another.
    private static void Set(Span<ulong> row, int from, int to)
    {
        for (int at = from; at < to; at = (at | 63) + 1)
        {
            ulong inside = ulong.MaxValue << (at & 63);
            row[at >> 6] |= to - (at & ~63) < 64 ? inside & ((1ul << (to & 63)) - 1) : inside;
        }
    }

    // The first pixel whose centre is not left of x.
    private static int Pixel(double x, Box box) => Math.Clamp((int)Math.Ceiling(x - 0.5), box.X0, box.X1);
}
