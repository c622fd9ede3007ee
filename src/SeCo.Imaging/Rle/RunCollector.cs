namespace SeCo.Imaging.Rle;

/// <summary>Collects the runs inside a mask, in column order, into alternating run lengths; runs that touch end to end become one.</summary>
internal ref struct RunCollector(long pixels, int capacity = 64)
{
    private uint[] _counts = new uint[capacity + 2];
    private int _length;
    private long _done;

    /// <summary>Adds a run behind all runs so far.</summary>
    public void Add(long start, long length)
    {
        if (start == _done && _length > 0)
        {
            _counts[_length - 1] += (uint)length;
        }
        else
        {
            if (_length + 2 > _counts.Length)
            {
                Array.Resize(ref _counts, 2 * _counts.Length);
            }

            _counts[_length++] = (uint)(start - _done);
            _counts[_length++] = (uint)length;
        }

        _done = start + length;
    }

    public readonly uint[] ToCounts() =>
        _done < pixels || _length == 0 ? [.. _counts.AsSpan(0, _length), (uint)(pixels - _done)] : _counts[.._length];
}
