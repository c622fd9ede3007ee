namespace SeCo.Imaging.Rle;

/// <summary>Collects the vertical strips of a mask, in column order, into run lengths; strips that touch end to end become one run.</summary>
internal ref struct StripCollector(int width, int height)
{
    private readonly long _total = (long)width * height;
    private uint[] _counts = new uint[64];
    private int _runs;
    private long _done;

    /// <summary>Adds a strip of one column, behind all strips so far.</summary>
    public void Add(int x, int y, int length)
    {
        long start = ((long)x * height) + y;
        if (start == _done && _runs > 0)
        {
            _counts[_runs - 1] += (uint)length;
        }
        else
        {
            if (_runs + 2 > _counts.Length)
            {
                Array.Resize(ref _counts, 2 * _counts.Length);
            }

            _counts[_runs++] = (uint)(start - _done);
            _counts[_runs++] = (uint)length;
        }

        _done = start + length;
    }

    /// <summary>The runs of the whole mask.</summary>
    public readonly uint[] ToCounts() => _done < _total ? [.. _counts.AsSpan(0, _runs), (uint)(_total - _done)] : _counts[.._runs];
}
