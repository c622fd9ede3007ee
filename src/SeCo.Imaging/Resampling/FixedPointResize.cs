namespace SeCo.Imaging.Resampling;

/// <summary>Resizes colour images to the same bytes as OpenCV's <c>INTER_LINEAR</c>, for networks that were trained on such images.</summary>
/// <remarks>Bilinear with half-pixel centres, without averaging where it shrinks, but for half the sides exactly, where OpenCV averages four pixels. Weights
/// are fixed-point numbers of 11 bits; the sums of rows lose their last four bits before rows are mixed.</remarks>
public static class FixedPointResize
{
    private const int One = 1 << 11;

    /// <summary>Resizes a whole image.</summary>
    /// <param name="image">The image, left as it is.</param>
    /// <param name="width">Columns of the result, at least 1.</param>
    /// <param name="height">Rows of the result, at least 1.</param>
    /// <returns>A new image.</returns>
    public static RgbImage Bilinear(RgbImage image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        RgbImage result = new(width, height);
        if (image.Width == 2 * width && image.Height == 2 * height)
        {
            Halve(image, result);
            return result;
        }

        (int[] starts, int[] weights) = Axis(image.Width, width, snaps: true);
        (int[] tops, int[] rowWeights) = Axis(image.Height, height, snaps: false);
        int[] above = new int[width * 3], below = new int[width * 3];
        int aboveRow = -1, belowRow = -1;
        for (int y = 0; y < height; y++)
        {
            int first = Math.Clamp(tops[y], 0, image.Height - 1), second = Math.Clamp(tops[y] + 1, 0, image.Height - 1);
            if (first == belowRow && first != aboveRow)
            {
                (above, below) = (below, above);
                (aboveRow, belowRow) = (belowRow, aboveRow);
            }

            if (first != aboveRow)
            {
                MixColumns(image.Row(first), above, starts, weights);
                aboveRow = first;
            }

            if (second != belowRow)
            {
                MixColumns(image.Row(second), below, starts, weights);
                belowRow = second;
            }

            MixRows(above, below, rowWeights[y], result.Row(y));
        }

        return result;
    }

    /// <summary>The first of the two source pixels of each pixel, and the weight of the second. Where it snaps, places beyond the outermost pixels get all
    /// of its weight; else they mix it with itself, which rounds differently, as OpenCV does with rows.</summary>
    private static (int[] Starts, int[] Weights) Axis(int from, int to, bool snaps)
    {
        int[] starts = new int[to], weights = new int[to];
        double scale = 1 / ((double)to / from);
        for (int i = 0; i < to; i++)
        {
            float place = (float)(((i + 0.5) * scale) - 0.5);
            int start = (int)MathF.Floor(place);
            float share = place - start;
            if (snaps && start < 0)
            {
                (start, share) = (0, 0);
            }
            else if (snaps && start >= from - 1)
            {
                (start, share) = (from - 1, 0);
            }

            starts[i] = start;
            weights[i] = (int)MathF.Round(share * One, MidpointRounding.ToEven);
        }

        return (starts, weights);
    }

    private static void MixColumns(ReadOnlySpan<byte> row, int[] mixed, int[] starts, int[] weights)
    {
        for (int x = 0; x < starts.Length; x++)
        {
            int left = starts[x] * 3, right = Math.Min(left + 3, row.Length - 3), weight = weights[x];
            for (int channel = 0; channel < 3; channel++)
            {
                mixed[(x * 3) + channel] = (row[left + channel] * (One - weight)) + (row[right + channel] * weight);
            }
        }
    }

    private static void MixRows(int[] above, int[] below, int weight, Span<byte> row)
    {
        for (int i = 0; i < row.Length; i++)
        {
            int sum = ((above[i] >> 4) * (One - weight) >> 16) + ((below[i] >> 4) * weight >> 16);
            row[i] = (byte)((sum + 2) >> 2);
        }
    }

    private static void Halve(RgbImage image, RgbImage result)
    {
        for (int y = 0; y < result.Height; y++)
        {
            ReadOnlySpan<byte> above = image.Row(2 * y), below = image.Row((2 * y) + 1);
            Span<byte> row = result.Row(y);
            for (int i = 0; i < row.Length; i++)
            {
                int left = (i / 3 * 6) + (i % 3);
                row[i] = (byte)((above[left] + above[left + 3] + below[left] + below[left + 3] + 2) >> 2);
            }
        }
    }
}
