namespace SeCo.Imaging.Rle;

/// <summary>The pixels inside a mask as vertical strips, each within one column, in the order of the runs. Enumerates without allocating.</summary>
public struct MaskColumns
{
    private readonly uint[] _counts;
    private readonly int _height;
    private int _next;
    private int _x;
    private int _y;
    private long _left;

    internal MaskColumns(uint[] counts, int height) => (_counts, _height) = (counts, height);

    /// <summary>Column, first row, length (at least 1).</summary>
    public (int X, int Y, int Length) Current { get; private set; }

    /// <summary>Starts at the first strip.</summary>
    public readonly MaskColumns GetEnumerator() => new(_counts, _height);

    /// <summary>Goes to the next strip.</summary>
    public bool MoveNext()
    {
        while (_left == 0)
        {
            if (_next + 1 >= _counts.Length)
            {
                return false;
            }

            Skip(_counts[_next]);
            _left = _counts[_next + 1];
            _next += 2;
        }

        int length = (int)Math.Min(_left, _height - _y);
        Current = (_x, _y, length);
        _left -= length;
        Skip(length);
        return true;
    }

    private void Skip(long length)
    {
        long y = _y + length;
        if (y >= _height && length > 0)
        {
            // Most runs stay in their column or end in the next one: the division is rare.
            long columns = y < 2L * _height ? 1 : y / _height;
            _x += (int)columns;
            y -= columns * _height;
        }

        _y = (int)y;
    }
}
