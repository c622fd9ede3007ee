namespace SeCo.Imaging.Resampling;

/// <summary>Resizes label maps without inventing labels.</summary>
public static class NearestResize
{
    /// <summary>Takes, for each new pixel, the label under its centre.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="width">New columns.</param>
    /// <param name="height">New rows.</param>
    public static LabelMap Resize(LabelMap labels, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        int[] columns = [.. Enumerable.Range(0, width).Select(x => Source(x, width, labels.Width))];
        LabelMap resized = new(width, height, new byte[checked(width * height)]);
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<byte> from = labels.Row(Source(y, height, labels.Height));
            Span<byte> to = resized.Row(y);
            for (int x = 0; x < width; x++)
            {
                to[x] = from[columns[x]];
            }
        }

        return resized;
    }

    /// <summary>The old row or column under the centre of a new one.</summary>
    /// <param name="at">The new one, from 0.</param>
    /// <param name="size">How many new ones there are.</param>
    /// <param name="oldSize">How many old ones.</param>
    public static int Source(int at, int size, int oldSize) => (int)(((2L * at) + 1) * oldSize / (2L * size));
}
