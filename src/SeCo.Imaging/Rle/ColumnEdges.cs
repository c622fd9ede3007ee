namespace SeCo.Imaging.Rle;

/// <summary>Turns the rows of a box into run lengths in column order; all outside the box is outside the mask.</summary>
/// <remarks>A scan column by column would load a cache line for each pixel. Here each row is compared with the row above, 64 pixels at a time; the few places
/// that differ are then put in column order by one counting pass.</remarks>
internal ref struct ColumnEdges(Box box)
{
    private readonly ulong[] _above = new ulong[(box.Width + 63) / 64];
    private readonly ulong[] _bits = new ulong[(box.Width + 63) / 64];
    private readonly int[] _rowEnds = new int[box.Height + 1];
    private int[] _edges = new int[4 * (box.Width + 1)];
    private int _count;
    private int _rows;

    /// <summary>Takes the next row of the box, in which the pixels of a value are inside, or all others are.</summary>
    public void AddRow(ReadOnlySpan<byte> row, byte key, bool equal)
    {
        Array.Clear(_bits);
        ref byte pixel = ref MemoryMarshal.GetReference(row);
        Vector256<byte> keys = Vector256.Create(key);
        uint flip = equal ? 0 : uint.MaxValue;
        int x = 0;
        for (; x <= row.Length - Vector256<byte>.Count; x += Vector256<byte>.Count)
        {
            uint inside = Vector256.Equals(Vector256.LoadUnsafe(ref pixel, (nuint)x), keys).ExtractMostSignificantBits() ^ flip;
            _bits[x >> 6] |= (ulong)inside << (x & 63);
        }

        for (; x < row.Length; x++)
        {
            _bits[x >> 6] |= (row[x] == key) == equal ? 1ul << (x & 63) : 0;
        }

        AddRow(_bits);
    }

    /// <summary>Takes the next row of the box as bits, lowest first; those beyond the box are 0.</summary>
    public void AddRow(ReadOnlySpan<ulong> bits)
    {
        if (_edges.Length - _count < box.Width)
        {
            Array.Resize(ref _edges, (2 * _edges.Length) + box.Width);
        }

        for (int i = 0; i < bits.Length; i++)
        {
            for (ulong changed = bits[i] ^ _above[i]; changed != 0; changed &= changed - 1)
            {
                _edges[_count++] = (64 * i) + BitOperations.TrailingZeroCount(changed);
            }
        }

        bits.CopyTo(_above);
        _rowEnds[_rows++] = _count;
    }

    /// <summary>The run lengths of the whole image, once every row is in.</summary>
    public uint[] ToCounts(int width, int height)
    {
        Array.Clear(_bits);
        AddRow(_bits); // below the box everything ends
        long[] positions = SortByColumn(height);
        RunCollector runs = new((long)width * height, positions.Length);
        for (int i = 0; i < positions.Length; i += 2)
        {
            runs.Add(positions[i], positions[i + 1] - positions[i]);
        }

        return runs.ToCounts();
    }

    /// <summary>The edges as places in the image's column order, ascending; the foot of a column and the head of the next may be one place, twice.</summary>
    private readonly long[] SortByColumn(int height)
    {
        int[] next = new int[box.Width + 1];
        for (int i = 0; i < _count; i++)
        {
            next[_edges[i] + 1]++;
        }

        for (int x = 1; x < next.Length; x++)
        {
            next[x] += next[x - 1];
        }

        long[] positions = new long[_count];
        int edge = 0;
        for (int y = 0; y < _rows; y++)
        {
            for (; edge < _rowEnds[y]; edge++)
            {
                int x = _edges[edge];
                positions[next[x]++] = ((long)(box.X0 + x) * height) + box.Y0 + y;
            }
        }

        return positions;
    }
}
