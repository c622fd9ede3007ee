namespace SeCo.Imaging.Rle;

/// <summary>A mask as run lengths in COCO's order: column by column, runs alternate between 0 and 1 and start with the zeros.</summary>
/// <remarks>Byte-compatible with the COCO mask API. The runs always sum to width times height; the first may be 0, and so may a run inside a file written
/// elsewhere, which changes nothing but the text. The memory of a mask is that of its runs: work on runs where a dense mask is not needed.</remarks>
public sealed partial class RunLengthMask
{
    private readonly uint[] _counts;

    private RunLengthMask(int width, int height, uint[] counts) => (Width, Height, _counts) = (width, height, counts);

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>The run lengths; the even ones are zeros, the odd ones are ones.</summary>
    public ReadOnlySpan<uint> Counts => _counts;

    /// <summary>Pixels inside the mask.</summary>
    public long Area
    {
        get
        {
            long area = 0;
            for (int i = 1; i < _counts.Length; i += 2)
            {
                area += _counts[i];
            }

            return area;
        }
    }

    /// <summary>The smallest box around the mask; an empty box at the origin for an empty mask.</summary>
    public Box Bounds
    {
        get
        {
            int x0 = int.MaxValue, y0 = int.MaxValue, x1 = 0, y1 = 0;
            long end = 0;
            for (int i = 1; i < _counts.Length; i += 2)
            {
                long start = end + _counts[i - 1];
                end = start + _counts[i];
                if (start == end)
                {
                    continue;
                }

                (long left, long top) = Math.DivRem(start, Height);
                (long right, long bottom) = Math.DivRem(end - 1, Height);
                x0 = Math.Min(x0, (int)left);
                x1 = (int)right + 1;
                bool oneColumn = left == right;
                y0 = Math.Min(y0, oneColumn ? (int)top : 0);
                y1 = Math.Max(y1, oneColumn ? (int)bottom + 1 : Height);
            }

            return x1 == 0 ? default : new Box(x0, y0, x1, y1);
        }
    }

    /// <summary>A mask from its run lengths, such as COCO's uncompressed lists.</summary>
    /// <exception cref="ImageFormatException">The runs do not sum to <paramref name="width"/> times <paramref name="height"/>.</exception>
    public static RunLengthMask FromCounts(int width, int height, ReadOnlySpan<uint> counts)
    {
        CheckSum(width, height, counts);
        return new RunLengthMask(width, height, counts.ToArray());
    }

    /// <summary>The pixels inside, as vertical strips that never cross a column: column, first row, length.</summary>
    public MaskColumns Columns() => new(_counts, Height);

    private static void CheckSum(int width, int height, ReadOnlySpan<uint> counts)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(width);
        ArgumentOutOfRangeException.ThrowIfNegative(height);
        long sum = 0;
        foreach (uint count in counts)
        {
            sum += count;
        }

        long expected = (long)width * height;
        if (sum != expected)
        {
            throw new ImageFormatException(
                $"The {counts.Length} run lengths sum to {sum}, expected {width} x {height} = {expected}. Is the size another mask's?");
        }
    }
}
