using System.Text;

namespace SeCo.Imaging.Rle;

/// <summary>A mask as run lengths in COCO's order: column by column, runs alternate between 0 and 1 and start with the zeros.</summary>
/// <remarks>
/// Byte-compatible with the COCO mask API. The runs always sum to width times height; the first may be 0, and so may a run inside a file
/// written elsewhere. The memory of a mask is that of its runs: work on runs where a dense mask is not needed.
/// </remarks>
public sealed partial class RunLengthMask
{
    private readonly uint[] _counts;

    private RunLengthMask(int width, int height, uint[] counts)
    {
        Width = width;
        Height = height;
        _counts = counts;
    }

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

    /// <summary>A mask from its run lengths.</summary>
    /// <exception cref="ImageFormatException">The runs do not sum to <paramref name="width"/> times <paramref name="height"/>.</exception>
    public static RunLengthMask FromCounts(int width, int height, ReadOnlySpan<uint> counts)
    {
        long sum = 0;
        foreach (uint count in counts)
        {
            sum += count;
        }

        if (width < 0 || height < 0 || sum != (long)width * height)
        {
            throw new ImageFormatException($"Run lengths sum to {sum}, expected {width} x {height} = {(long)width * height}.");
        }

        return new RunLengthMask(width, height, counts.ToArray());
    }

    /// <summary>Encodes a dense mask.</summary>
    public static RunLengthMask FromMask(BinaryMask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        List<uint> counts = [];
        ReadOnlySpan<byte> pixels = mask.Pixels;
        byte current = 0;
        uint run = 0;
        for (int x = 0; x < mask.Width; x++)
        {
            for (int i = x; i < pixels.Length; i += mask.Width)
            {
                byte value = pixels[i] != 0 ? (byte)1 : (byte)0;
                if (value != current)
                {
                    counts.Add(run);
                    run = 0;
                    current = value;
                }

                run++;
            }
        }

        counts.Add(run);
        return new RunLengthMask(mask.Width, mask.Height, [.. counts]);
    }

    /// <summary>Decodes to a dense mask.</summary>
    public BinaryMask ToMask()
    {
        BinaryMask mask = new(Width, Height);
        Span<byte> pixels = mask.Pixels;
        foreach ((int x, int y, int length) in Columns())
        {
            for (int row = y; row < y + length; row++)
            {
                pixels[(row * Width) + x] = 1;
            }
        }

        return mask;
    }

    /// <summary>The pixels inside, as vertical strips that never cross a column: column, first row, length.</summary>
    public IEnumerable<(int X, int Y, int Length)> Columns()
    {
        long position = 0;
        for (int i = 0; i < _counts.Length; i++)
        {
            long end = position + _counts[i];
            if ((i & 1) == 1)
            {
                while (position < end)
                {
                    int x = (int)(position / Height);
                    int y = (int)(position % Height);
                    int length = (int)Math.Min(end - position, Height - y);
                    yield return (x, y, length);
                    position += length;
                }
            }

            position = end;
        }
    }

    /// <summary>The smallest box around the mask; an empty box at the origin for an empty mask.</summary>
    public Box Bounds
    {
        get
        {
            int x0 = int.MaxValue, y0 = int.MaxValue, x1 = 0, y1 = 0;
            foreach ((int x, int y, int length) in Columns())
            {
                x0 = Math.Min(x0, x);
                x1 = Math.Max(x1, x + 1);
                y0 = Math.Min(y0, y);
                y1 = Math.Max(y1, y + length);
            }

            return x1 == 0 ? default : new Box(x0, y0, x1, y1);
        }
    }

    /// <summary>COCO's compressed string: differences to the run two places before, five bits a character.</summary>
    public string ToCompressedString()
    {
        StringBuilder text = new(_counts.Length * 2);
        for (int i = 0; i < _counts.Length; i++)
        {
            long value = i > 2 ? (long)_counts[i] - _counts[i - 2] : _counts[i];
            bool more = true;
            while (more)
            {
                int group = (int)(value & 0x1f);
                value >>= 5;
                more = (group & 0x10) != 0 ? value != -1 : value != 0;
                text.Append((char)((more ? group | 0x20 : group) + 48));
            }
        }

        return text.ToString();
    }

    /// <summary>Reads COCO's compressed string.</summary>
    /// <exception cref="ImageFormatException">A character outside the alphabet, a value cut short, a negative run, or runs that do not fill the mask.</exception>
    public static RunLengthMask Parse(int width, int height, ReadOnlySpan<char> text)
    {
        List<uint> counts = [];
        int position = 0;
        while (position < text.Length)
        {
            long value = 0;
            int shift = 0;
            while (true)
            {
                if (position >= text.Length)
                {
                    throw new ImageFormatException($"Run-length text ends inside a number, at character {position}.");
                }

                int group = text[position] - 48;
                if (group is < 0 or > 63 || shift > 35)
                {
                    throw new ImageFormatException($"Run-length text has '{text[position]}' at character {position}, where no such number is possible.");
                }

                position++;
                value |= (long)(group & 0x1f) << shift;
                shift += 5;
                if ((group & 0x20) == 0)
                {
                    if ((group & 0x10) != 0)
                    {
                        value |= -1L << shift;
                    }

                    break;
                }
            }

            if (counts.Count > 2)
            {
                value += counts[^2];
            }

            if (value is < 0 or > uint.MaxValue)
            {
                throw new ImageFormatException($"Run-length text gives run {counts.Count} the length {value}.");
            }

            counts.Add((uint)value);
        }

        return FromCounts(width, height, [.. counts]);
    }
}
