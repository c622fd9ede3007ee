namespace SeCo.Imaging.Rle;

/// <summary>Pixels stored column by column, <c>[W, H]</c>: there each run of a run-length mask is one contiguous span.</summary>
public static class ColumnMajor
{
    /// <summary>Turns rows into columns (or, with width and height exchanged, columns into rows).</summary>
    /// <param name="source">The rows, <c>[H, W]</c>.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <returns>The columns, <c>[W, H]</c>.</returns>
    public static byte[] Transpose(ReadOnlySpan<byte> source, int width, int height)
    {
        if (source.Length != (long)width * height)
        {
            throw new ArgumentException($"{source.Length} pixels, expected {width} x {height}.", nameof(source));
        }

        // Tiles keep the lines read and the lines written in the cache together.
        const int Tile = 64;
        byte[] target = new byte[source.Length];
        for (int y0 = 0; y0 < height; y0 += Tile)
        {
            int y1 = Math.Min(y0 + Tile, height);
            for (int x0 = 0; x0 < width; x0 += Tile)
            {
                int x1 = Math.Min(x0 + Tile, width);
                for (int x = x0; x < x1; x++)
                {
                    Span<byte> column = target.AsSpan(x * height, height);
                    for (int y = y0, from = (y0 * width) + x; y < y1; y++, from += width)
                    {
                        column[y] = source[from];
                    }
                }
            }
        }

        return target;
    }

    /// <summary>Counts the labels inside a mask.</summary>
    /// <param name="labels">Labels, column-major, <c>[W, H]</c>.</param>
    /// <param name="mask">The mask.</param>
    /// <param name="counts">The counts of the 256 labels, overwritten.</param>
    public static void Count(ReadOnlySpan<byte> labels, RunLengthMask mask, Span<int> counts)
    {
        ArgumentNullException.ThrowIfNull(mask);
        // Neighbours mostly agree, and a counter that was just written is slow to read: four sets take turns.
        Span<int> sets = stackalloc int[4 * 256];
        sets.Clear();
        int position = 0;
        ReadOnlySpan<uint> runs = mask.Counts;
        for (int i = 1; i < runs.Length; i += 2)
        {
            position += (int)runs[i - 1];
            ReadOnlySpan<byte> run = labels.Slice(position, (int)runs[i]);
            position += run.Length;
            int at = 0;
            for (; at <= run.Length - 4; at += 4)
            {
                sets[run[at]]++;
                sets[256 + run[at + 1]]++;
                sets[512 + run[at + 2]]++;
                sets[768 + run[at + 3]]++;
            }

            for (; at < run.Length; at++)
            {
                sets[run[at]]++;
            }
        }

        for (int label = 0; label < 256; label++)
        {
            counts[label] = sets[label] + sets[256 + label] + sets[512 + label] + sets[768 + label];
        }
    }

    /// <summary>Sets every pixel of a mask in a column-major map.</summary>
    /// <param name="pixels">The map, <c>[W, H]</c>, in the size of the mask.</param>
    /// <param name="mask">The mask.</param>
    /// <param name="value">What its pixels become.</param>
    public static void Paint<T>(Span<T> pixels, RunLengthMask mask, T value)
    {
        ArgumentNullException.ThrowIfNull(mask);
        int position = 0;
        ReadOnlySpan<uint> runs = mask.Counts;
        for (int i = 1; i < runs.Length; i += 2)
        {
            position += (int)runs[i - 1];
            pixels.Slice(position, (int)runs[i]).Fill(value);
            position += (int)runs[i];
        }
    }
}
