namespace SeCo.Imaging.Rle;

/// <summary>Collects pieces of a mask, in order, into alternating run lengths; neighbours of one kind become one run.</summary>
internal ref struct RunBuilder(int mostRuns)
{
    private readonly uint[] _counts = new uint[mostRuns + 1];
    private bool _inside;
    private int _done;

    /// <summary>Appends a piece.</summary>
    public void Append(bool inside, uint length)
    {
        if (inside != _inside)
        {
            _inside = inside;
            _done++;
        }

        _counts[_done] += length;
    }

    /// <summary>The runs so far.</summary>
    public readonly uint[] ToCounts() => _counts[..(_done + 1)];
}
