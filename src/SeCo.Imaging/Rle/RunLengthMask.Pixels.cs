namespace SeCo.Imaging.Rle;

/// <content>From and to dense pixels.</content>
public sealed partial class RunLengthMask
{
    /// <summary>Encodes a dense mask.</summary>
    public static RunLengthMask FromMask(BinaryMask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        return FromMask(mask, new Box(0, 0, mask.Width, mask.Height));
    }

    /// <summary>Encodes the part of a dense mask that lies in a box; all outside the box counts as 0, and costs nothing.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="window">The box, clipped to the mask.</param>
    public static RunLengthMask FromMask(BinaryMask mask, Box window)
    {
        ArgumentNullException.ThrowIfNull(mask);
        Box inside = window.Clip(mask.Width, mask.Height);
        ReadOnlySpan<byte> pixels = inside.IsEmpty ? [] : mask.Pixels[((inside.Y0 * mask.Width) + inside.X0)..];
        return Encode(mask.Width, mask.Height, inside, pixels, mask.Width, key: 0, equal: false);
    }

    /// <summary>Encodes a mask given by the pixels of a window of the image alone; all outside is 0.</summary>
    /// <param name="width">Columns of the image.</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="window">The window; it must lie in the image.</param>
    /// <param name="pixels">The window's pixels, <c>[window.Height, window.Width]</c>; not 0 means inside.</param>
    /// <exception cref="ArgumentException">The window leaves the image, or has another number of pixels.</exception>
    public static RunLengthMask FromWindow(int width, int height, Box window, ReadOnlySpan<byte> pixels)
    {
        CheckWindow(width, height, window, pixels.Length);

        return Encode(width, height, window, pixels, window.Width, key: 0, equal: false);
    }

    /// <summary>Encodes a mask given by the bits of a window of the image; all outside is 0.</summary>
    /// <param name="width">Columns of the image.</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="window">The window; it must lie in the image.</param>
    /// <param name="bits">One bit a pixel, lowest bit first, each row in words of its own; bits beyond the window must be 0.</param>
    /// <exception cref="ArgumentException">The window leaves the image, or has another number of words.</exception>
    public static RunLengthMask FromBits(int width, int height, Box window, ReadOnlySpan<ulong> bits)
    {
        int words = (window.Width + 63) / 64;
        if (window.Clip(width, height) != window || bits.Length != (long)words * window.Height)
        {
            throw new ArgumentException(
                $"{bits.Length} words for {window} of {width} x {height}, expected a box inside and {words} words for each of its rows.", nameof(bits));
        }

        if (window.IsEmpty)
        {
            return new RunLengthMask(width, height, [checked((uint)((long)width * height))]);
        }

        ColumnEdges edges = new(window);
        for (int y = 0; y < window.Height; y++)
        {
            edges.AddRow(bits.Slice(y * words, words));
        }

        return new RunLengthMask(width, height, edges.ToCounts(width, height));
    }

    /// <summary>Encodes the pixels that have a label.</summary>
    public static RunLengthMask FromLabel(LabelMap labels, byte label)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return Encode(labels.Width, labels.Height, new Box(0, 0, labels.Width, labels.Height), labels.Pixels, labels.Width, label, equal: true);
    }

    /// <summary>Decodes to a dense mask.</summary>
    public BinaryMask ToMask()
    {
        BinaryMask mask = new(Width, Height);
        Decode(mask.Pixels, new Box(0, 0, Width, Height));
        return mask;
    }

    /// <summary>Decodes a window of the mask alone.</summary>
    /// <param name="window">The box to decode; it must lie in the mask.</param>
    /// <param name="pixels">Filled with 0 and 1, <c>[window.Height, window.Width]</c>.</param>
    /// <exception cref="ArgumentException">The window leaves the mask, or has another number of pixels.</exception>
    public void DecodeInto(Box window, Span<byte> pixels)
    {
        CheckWindow(Width, Height, window, pixels.Length);

        pixels.Clear();
        Decode(pixels, window);
    }

    /// <summary>Counts the labels of the pixels inside the mask.</summary>
    /// <param name="labels">A map of the mask's size.</param>
    /// <returns>The count of each label, <c>[256]</c>.</returns>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public int[] CountLabels(LabelMap labels)
    {
        CheckSize(labels);
        int[] counts = new int[256];
        ReadOnlySpan<byte> values = labels.Pixels;
        if (MaskRows.Suit(this))
        {
            for (MaskRows rows = new(this); rows.MoveNext();)
            {
                ReadOnlySpan<byte> row = values.Slice(rows.Start, rows.Inside.Length);
                ReadOnlySpan<byte> inside = rows.Inside;
                for (int x = 0; x < row.Length; x++)
                {
                    counts[row[x]] += inside[x];
                }
            }

            return counts;
        }

        foreach ((int x, int y, int length) in Columns())
        {
            int i = (y * Width) + x;
            for (int left = length; left > 0; left--, i += Width)
            {
                counts[values[i]]++;
            }
        }

        return counts;
    }

    /// <summary>Gives every pixel inside the mask a label.</summary>
    /// <param name="labels">A map of the mask's size; changed in place.</param>
    /// <param name="label">The label.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public void Paint(LabelMap labels, byte label)
    {
        CheckSize(labels);
        if (!MaskRows.Suit(this))
        {
            Paint(labels.Pixels, label);
            return;
        }

        Vector<byte> value = new(label);
        for (MaskRows rows = new(this); rows.MoveNext();)
        {
            ReadOnlySpan<byte> inside = rows.Inside;
            Span<byte> row = labels.Pixels.Slice(rows.Start, inside.Length);
            int x = 0;
            for (; x <= row.Length - Vector<byte>.Count; x += Vector<byte>.Count)
            {
                Vector<byte> outside = Vector.Equals(new Vector<byte>(inside[x..]), Vector<byte>.Zero);
                Vector.ConditionalSelect(outside, new Vector<byte>(row[x..]), value).CopyTo(row[x..]);
            }

            for (; x < row.Length; x++)
            {
                row[x] = inside[x] != 0 ? label : row[x];
            }
        }
    }

    /// <summary>Gives every pixel inside the mask a value.</summary>
    /// <param name="pixels">A map of the mask's size, <c>[H, W]</c>; changed in place. For columns see <see cref="ColumnMajor.Paint"/>.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">The map has another number of pixels.</exception>
    public void Paint<T>(Span<T> pixels, T value)
    {
        CheckWindow(Width, Height, new Box(0, 0, Width, Height), pixels.Length);
        foreach ((int x, int y, int length) in Columns())
        {
            int i = (y * Width) + x;
            for (int left = length; left > 0; left--, i += Width)
            {
                pixels[i] = value;
            }
        }
    }

    private void CheckSize(LabelMap labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Width != Width || labels.Height != Height)
        {
            throw new ArgumentException(
                $"A mask of {Width} x {Height} and labels of {labels.Width} x {labels.Height} pixels, expected equal sizes.", nameof(labels));
        }
    }

    private static void CheckWindow(int width, int height, Box window, int pixels)
    {
        if (window.Clip(width, height) != window || window.Area != pixels)
        {
            throw new ArgumentException(
                $"{pixels} pixels for {window} of {width} x {height}, expected a box inside and a pixel for each of its places.", nameof(pixels));
        }
    }

    private static RunLengthMask Encode(int width, int height, Box box, ReadOnlySpan<byte> pixels, int stride, byte key, bool equal)
    {
        if (box.IsEmpty)
        {
            return new RunLengthMask(width, height, [checked((uint)((long)width * height))]);
        }

        ColumnEdges edges = new(box);
        for (int y = 0; y < box.Height; y++)
        {
            edges.AddRow(pixels.Slice(y * stride, box.Width), key, equal);
        }

        return new RunLengthMask(width, height, edges.ToCounts(width, height));
    }

    /// <summary>Marks where each column changes, then lets every row inherit from the row above: rows are walked in the order they lie in memory.</summary>
    private void Decode(Span<byte> pixels, Box window)
    {
        int stride = window.Width;
        Box touched = new(int.MaxValue, int.MaxValue, 0, 0);
        foreach ((int x, int y, int length) in Columns())
        {
            int top = Math.Max(y, window.Y0) - window.Y0;
            int bottom = Math.Min(y + length, window.Y1) - window.Y0;
            int column = x - window.X0;
            if (column < 0 || top >= bottom)
            {
                continue;
            }

            if (column >= stride)
            {
                break;
            }

            pixels[(top * stride) + column] ^= 1;
            if (bottom < window.Height)
            {
                pixels[(bottom * stride) + column] ^= 1;
            }

            touched = new Box(Math.Min(touched.X0, column), Math.Min(touched.Y0, top), column + 1, Math.Max(touched.Y1, bottom));
        }

        if (touched.IsEmpty)
        {
            return;
        }

        for (int y = touched.Y0 + 1; y <= touched.Y1 && y < window.Height; y++)
        {
            Span<byte> row = pixels.Slice((y * stride) + touched.X0, touched.Width);
            TensorPrimitives.Xor(row, pixels.Slice(((y - 1) * stride) + touched.X0, touched.Width), row);
        }
    }
}
