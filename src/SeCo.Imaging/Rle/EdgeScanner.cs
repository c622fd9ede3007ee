using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SeCo.Imaging.Rle;

/// <summary>Turns the rows of a box into run lengths in column order.</summary>
/// <remarks>
/// A scan column by column would load a cache line for each pixel. Here each row is compared with the row above, 32 pixels at a time;
/// the few places that differ are then put in column order.
/// </remarks>
internal ref struct EdgeScanner
{
    private readonly byte _key;
    private readonly byte _flip;
    private Span<byte> _above;
    private Span<byte> _current;
    private ColumnEdges _edges;

    /// <summary>Starts above the first row of a box; all outside the box is outside the mask.</summary>
    /// <param name="box">The box, not inverted.</param>
    /// <param name="key">A value.</param>
    /// <param name="equal">True where pixels of that value are inside, false where all others are.</param>
    public EdgeScanner(Box box, byte key, bool equal)
    {
        _key = key;
        _flip = equal ? byte.MinValue : byte.MaxValue;
        _above = new byte[box.Width];
        _current = new byte[box.Width];
        _edges = new ColumnEdges(box);
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
        return _edges.ToCounts(width, height);
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
        _edges.Reserve();
        ref byte current = ref MemoryMarshal.GetReference(_current);
        ref byte above = ref MemoryMarshal.GetReference(_above);
        int x = 0;
        for (; x <= _current.Length - Vector256<byte>.Count; x += Vector256<byte>.Count)
        {
            uint same = Vector256.Equals(Vector256.LoadUnsafe(ref current, (nuint)x), Vector256.LoadUnsafe(ref above, (nuint)x)).ExtractMostSignificantBits();
            for (uint edges = ~same; edges != 0; edges &= edges - 1)
            {
                _edges.Add(x + BitOperations.TrailingZeroCount(edges));
            }
        }

        for (; x < _current.Length; x++)
        {
            if (_current[x] != _above[x])
            {
                _edges.Add(x);
            }
        }

        _edges.EndRow();
        Span<byte> free = _above;
        _above = _current;
        _current = free;
    }
}
