namespace SeCo.Exchange;

/// <summary>Label Studio's brush masks: the four channels of a picture of the image's size, row by row, packed as runs of bytes;
/// the last channel of a pixel says whether it is painted.</summary>
/// <remarks>Bits, highest first. Head: 32 bits, the number of bytes unpacked; 5 bits, the bits of a value less one; four times 4 bits, the bits of a count
/// less one. Then blocks: 1 bit, whether one value is repeated; 2 bits, which of the four sizes the count has; the count less one; one value where it is
/// repeated, else as many as the count says. Source: the documentation of the packing, <c>@thi.ng/rle-pack</c>.</remarks>
public static class BrushRle
{
    private const int Channels = 4;
    private const int ValueBits = 8;
    private const int MostRepeats = 1 << 16;
    private const int HeadBits = 32 + 5 + (4 * 4);
    private const byte Painted = 128;
    private static readonly int[] CountBits = [3, 4, 8, 16];

    /// <summary>Packs a mask: 255 in all channels of its pixels, 0 elsewhere.</summary>
    public static byte[] Encode(RunLengthMask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        BitWriter bits = new();
        bits.Write((uint)checked((long)mask.Width * mask.Height * Channels), 32);
        bits.Write(ValueBits - 1, 5);
        foreach (int size in CountBits)
        {
            bits.Write((uint)(size - 1), 4);
        }

        foreach ((bool inside, long pixels) in RowRuns(mask))
        {
            WriteRun(bits, inside ? byte.MaxValue : (byte)0, pixels * Channels);
        }

        return bits.ToArray();
    }

    /// <summary>Unpacks a mask.</summary>
    /// <param name="packed">The bytes; nothing in them is trusted.</param>
    /// <param name="width">Columns that the picture must have.</param>
    /// <param name="height">Rows that the picture must have.</param>
    /// <returns>The pixels whose last channel is at least half way to 255.</returns>
    /// <exception cref="ImageFormatException">Another size, values that are no bytes, or bytes that end too early or run over the picture.</exception>
    public static RunLengthMask Decode(ReadOnlySpan<byte> packed, int width, int height)
    {
        Span<int> counts = stackalloc int[CountBits.Length];
        BitReader bits = Open(packed, width, height, counts);
        BinaryMask mask = new(width, height);
        Paint(ref bits, counts, mask.Pixels, 1);
        return RunLengthMask.FromMask(mask);
    }

    /// <summary>Gives the painted pixels a label, without a mask in between.</summary>
    /// <param name="packed">The bytes; nothing in them is trusted.</param>
    /// <param name="labels">The map, in the size that the picture must have.</param>
    /// <param name="label">The label.</param>
    /// <exception cref="ImageFormatException">As for <see cref="Decode"/>.</exception>
    internal static void Paint(ReadOnlySpan<byte> packed, LabelMap labels, byte label)
    {
        Span<int> counts = stackalloc int[CountBits.Length];
        BitReader bits = Open(packed, labels.Width, labels.Height, counts);
        Paint(ref bits, counts, labels.Pixels, label);
    }

    // Reads the head, and refuses what cannot fill the picture: before memory is taken.
    private static BitReader Open(ReadOnlySpan<byte> packed, int width, int height, scoped Span<int> counts)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        BitReader bits = new(packed);
        long expected = (long)width * height * Channels;
        if (expected > uint.MaxValue)
        {
            throw new ImageFormatException($"A brush mask of {width} x {height} pixels, expected at most {uint.MaxValue / Channels} pixels.");
        }

        long words = bits.Read(32);
        int valueBits = (int)bits.Read(5) + 1;
        int least = MostRepeats;
        foreach (ref int size in counts)
        {
            size = (int)bits.Read(4) + 1;
            least = Math.Min(least, size);
        }

        // A block of the fewest bits holds at most so many bytes.
        long most = ((packed.Length * 8L) - HeadBits) / (3 + least) * MostRepeats;
        return words == expected && valueBits == ValueBits && most >= expected ? bits : throw new ImageFormatException(
            $"A brush mask of {words} values of {valueBits} bits in {packed.Length} bytes, expected {width} x {height} x {Channels} = {expected} values "
                + $"of {ValueBits} bits. Is it another image's?");
    }

    private static void Paint(ref BitReader bits, scoped ReadOnlySpan<int> counts, Span<byte> pixels, byte painted)
    {
        long expected = (long)pixels.Length * Channels;
        for (long at = 0; at < expected;)
        {
            bool repeated = bits.Read(1) == 1;
            long count = bits.Read(counts[(int)bits.Read(2)]) + 1;
            if (count > expected - at)
            {
                throw new ImageFormatException($"A brush mask runs to value {at + count} of {expected}: the data are damaged.");
            }

            ReadBlock(ref bits, pixels, (at, at + count), repeated, painted);
            at += count;
        }
    }

    private static void ReadBlock(ref BitReader bits, Span<byte> pixels, (long From, long To) values, bool repeated, byte painted)
    {
        if (repeated)
        {
            // The pixels whose last channel lies in the run.
            if (bits.Read(ValueBits) >= Painted)
            {
                pixels[(int)(values.From / Channels)..(int)(values.To / Channels)].Fill(painted);
            }

            return;
        }

        for (long i = values.From; i < values.To; i++)
        {
            if (bits.Read(ValueBits) >= Painted && i % Channels == Channels - 1)
            {
                pixels[(int)(i / Channels)] = painted;
            }
        }
    }

    private static void WriteRun(BitWriter bits, byte value, long length)
    {
        while (length > 0)
        {
            uint count = (uint)Math.Min(length, MostRepeats);
            int size = Array.FindIndex(CountBits, b => count - 1 < 1u << b);
            bits.Write(1, 1);
            bits.Write((uint)size, 2);
            bits.Write(count - 1, CountBits[size]);
            bits.Write(value, ValueBits);
            length -= count;
        }
    }

    // The runs of a mask row by row, though it is kept column by column: neighbours differ, none is empty.
    private static IEnumerable<(bool Inside, long Pixels)> RowRuns(RunLengthMask mask)
    {
        Box box = mask.Bounds;
        byte[] window = new byte[box.Area];
        mask.DecodeInto(box, window);
        bool inside = false;
        long start = 0;
        for (int i = 0; i < window.Length; i++)
        {
            long at = ((long)(box.Y0 + (i / box.Width)) * mask.Width) + box.X0 + (i % box.Width);
            if (inside && i % box.Width == 0 && box.Width < mask.Width)
            {
                // The row before ended inside, and what lies between the two rows of the box is outside.
                long end = at - mask.Width + box.Width;
                yield return (true, end - start);
                (inside, start) = (false, end);
            }

            if (window[i] != 0 != inside)
            {
                if (at > start)
                {
                    yield return (inside, at - start);
                }

                (inside, start) = (!inside, at);
            }
        }

        long last = box.IsEmpty ? 0 : ((long)(box.Y1 - 1) * mask.Width) + box.X1;
        if (inside)
        {
            yield return (true, last - start);
            start = last;
        }

        long rest = ((long)mask.Width * mask.Height) - start;
        if (rest > 0)
        {
            yield return (false, rest);
        }
    }
}
