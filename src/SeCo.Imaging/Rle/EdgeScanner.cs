using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SeCo.Imaging.Rle;

/// <summary>Turns the rows of a box into run lengths in column order.</summary>
/// <remarks>
/// A scan column by column would load a cache line for each pixel. Here each row is compared with the row above, 32 pixels at a time;
/// the few places that differ are then put in column order by one counting pass.
/// </remarks>
internal ref struct EdgeScanner
{
    private readonly Box _box;
    private readonly byte _key;
    private readonly byte _flip;
    private readonly int[] _rowEnds;
    private Span<byte> _above;
    private Span<byte> _current;
    private int[] _edges;
    private int _count;
    private int _rows;

    /// <summary>Starts above the first row of a box; all outside the box is outside the mask.</summary>
    /// <param name="box">The box, not inverted.</param>
    /// <param name="key">A value.</param>
    /// <param name="equal">True where pixels of that value are inside, false where all others are.</param>
    public EdgeScanner(Box box, byte key, bool equal)
    {
        _box = box;
        _key = key;
        _flip = equal ? byte.MinValue : byte.MaxValue;
        _rowEnds = new int[box.Height + 1];
        _above = new byte[box.Width];
        _current = new byte[box.Width];
        _edges = new int[4 * (box.Width + 1)];
    }

    /// <summary>Takes the next row of the box.</summary>
    public void AddRow(ReadOnlySpan<byte> row)
    {
        MarkInside(row);
        FindEdges();
    }

    /// <summary>The run lengths of the whole image, once every row is in.</summary>
    public uint[] ToCounts(int width, int height)
    {
        _current.Clear();
        FindEdges();
        long[] positions = SortByColumn(height);
        long total = (long)width * height;
        uint[] counts = new uint[positions.Length + 1];
        int runs = 0;
        long done = 0;
        for (int i = 0; i < positions.Length; i++)
        {
            // A column that ends inside at the bottom and one that begins inside at the top are one run.
            if (i + 1 < positions.Length && positions[i] == positions[i + 1])
            {
                i++;
                continue;
            }

            counts[runs++] = (uint)(positions[i] - done);
            done = positions[i];
        }

        if (done < total)
        {
            counts[runs++] = (uint)(total - done);
        }

        return counts[..runs];
    }

    /// <summary>Sets the current row to 255 inside and 0 outside.</summary>
    private readonly void MarkInside(ReadOnlySpan<byte> row)
    {
        ref byte from = ref MemoryMarshal.GetReference(row);
        ref byte to = ref MemoryMarshal.GetReference(_current);
        Vector256<byte> key = Vector256.Create(_key);
        Vector256<byte> flip = Vector256.Create(_flip);
        int x = 0;
        for (; x <= row.Length - Vector256<byte>.Count; x += Vector256<byte>.Count)
        {
            (Vector256.Equals(Vector256.LoadUnsafe(ref from, (nuint)x), key) ^ flip).StoreUnsafe(ref to, (nuint)x);
        }

        for (; x < row.Length; x++)
        {
            _current[x] = (byte)((row[x] == _key ? byte.MaxValue : byte.MinValue) ^ _flip);
        }
    }

    /// <summary>Notes the columns where the current row differs from the one above, and makes it the one above.</summary>
    private void FindEdges()
    {
        if (_edges.Length - _count < _current.Length)
        {
            Array.Resize(ref _edges, (2 * _edges.Length) + _current.Length);
        }

        ref byte current = ref MemoryMarshal.GetReference(_current);
        ref byte above = ref MemoryMarshal.GetReference(_above);
        int x = 0;
        for (; x <= _current.Length - Vector256<byte>.Count; x += Vector256<byte>.Count)
        {
            uint same = Vector256.Equals(Vector256.LoadUnsafe(ref current, (nuint)x), Vector256.LoadUnsafe(ref above, (nuint)x)).ExtractMostSignificantBits();
            for (uint edges = ~same; edges != 0; edges &= edges - 1)
            {
                _edges[_count++] = x + BitOperations.TrailingZeroCount(edges);
            }
        }

        for (; x < _current.Length; x++)
        {
            if (_current[x] != _above[x])
            {
                _edges[_count++] = x;
            }
        }

        _rowEnds[_rows++] = _count;
        Span<byte> free = _above;
        _above = _current;
        _current = free;
    }

    /// <summary>The edges as places in the image's column order, ascending; the foot of a column and the head of the next may be one place, twice.</summary>
    private readonly long[] SortByColumn(int height)
    {
        int[] next = new int[_box.Width + 1];
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
                positions[next[x]++] = ((long)(_box.X0 + x) * height) + _box.Y0 + y;
            }
        }

        return positions;
    }
}
