namespace SeCo.Imaging.Rle;

/// <summary>Walks over run lengths in steps of any size; empty runs are never seen.</summary>
internal ref struct RunCursor
{
    private readonly ReadOnlySpan<uint> _counts;
    private int _next;

    public RunCursor(ReadOnlySpan<uint> counts)
    {
        _counts = counts;
        Inside = true;
        Advance(0);
    }

    /// <summary>Whether the current run lies inside the mask.</summary>
    public bool Inside { get; private set; }

    /// <summary>What is left of the current run; 0 at the end.</summary>
    public uint Left { get; private set; }

    /// <summary>Goes on by at most <see cref="Left"/> pixels.</summary>
    public void Advance(uint length)
    {
        Left -= length;
        while (Left == 0 && _next < _counts.Length)
        {
            Left = _counts[_next++];
            Inside = !Inside;
        }
    }
}
