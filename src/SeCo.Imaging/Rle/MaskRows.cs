namespace SeCo.Imaging.Rle;

/// <summary>The rows of the box around a mask, dense, from the top. Down a column each pixel lies in another line of the cache, so that a mask of long runs
/// is gone over faster this way.</summary>
/// <param name="mask">The mask.</param>
internal ref struct MaskRows(RunLengthMask mask)
{
    // Pixels that are decoded together: each time all runs are gone over.
    private const int Block = 1 << 24;
    private const int LongRun = 64;
    private readonly Box _box = mask.Bounds;
    private readonly byte[] _block = new byte[(int)Math.Min(mask.Bounds.Area, Math.Max(Block, mask.Width))];
    private Box _band;
    private int _y;

    /// <summary>Whether this is the faster way: runs are long, and the box is not nearly empty.</summary>
    public static bool Suit(RunLengthMask mask) =>
        mask.Area is var area && area > LongRun * (long)mask.Counts.Length && area > mask.Bounds.Area / LongRun;

    /// <summary>The place of the row's first pixel in the image.</summary>
    public readonly int Start => (_y * mask.Width) + _box.X0;

    /// <summary>1 for each pixel of the row inside the mask, 0 for the others.</summary>
    public readonly ReadOnlySpan<byte> Inside => _block.AsSpan((_y - _band.Y0) * _box.Width, _box.Width);

    /// <summary>Goes to the next row.</summary>
    public bool MoveNext()
    {
        _y = _band == default ? _box.Y0 : _y + 1;
        if (_y >= _band.Y1 && _y < _box.Y1)
        {
            _band = _box with { Y0 = _y, Y1 = Math.Min(_y + (_block.Length / _box.Width), _box.Y1) };
            mask.DecodeInto(_band, _block.AsSpan(0, (int)_band.Area));
        }

        return _y < _box.Y1;
    }
}
