namespace SeCo.Aggregation.Segmenters.BuiltIn;

/// <summary>How much colour changes at each pixel, over two scales.</summary>
internal static class EdgeStrength
{
    /// <summary>The length of the colour gradient, <c>[H, W]</c>, in units of L*a*b* per pixel: the mean of a fine and a coarse scale.</summary>
    public static float[] Measure(LabImage fine, LabImage coarse)
    {
        float[] edges = new float[fine.Width * fine.Height];
        Accumulate(fine, edges, 0.5f);
        Accumulate(coarse, edges, 1f);
        return edges;
    }

    private static void Accumulate(LabImage image, float[] edges, float weight)
    {
        (int width, int height) = (image.Width, image.Height);
        float[] squares = new float[width];
        for (int y = 0; y < height; y++)
        {
            squares.AsSpan().Clear();
            foreach (float[] plane in image.Planes)
            {
                Add(plane, width, height, y, squares);
            }

            TensorPrimitives.Sqrt(squares, squares);
            Span<float> row = edges.AsSpan(y * width, width);
            TensorPrimitives.MultiplyAdd(squares, weight, row, row);
        }
    }

    private static void Add(float[] plane, int width, int height, int y, float[] squares)
    {
        ReadOnlySpan<float> above = plane.AsSpan(Math.Max(0, y - 1) * width, width);
        ReadOnlySpan<float> row = plane.AsSpan(y * width, width);
        ReadOnlySpan<float> below = plane.AsSpan(Math.Min(height - 1, y + 1) * width, width);
        for (int x = 0; x < width; x++)
        {
            float dx = row[Math.Min(width - 1, x + 1)] - row[Math.Max(0, x - 1)];
            float dy = below[x] - above[x];
            squares[x] += 0.25f * ((dx * dx) + (dy * dy));
        }
    }
}
