namespace SeCo.Imaging.Resampling;

/// <summary>A mask just made by a <see cref="MaskUpsampler"/>: its numbers are known, its run lengths are built on demand.</summary>
public sealed class UpsampledMask : IDisposable
{
    private readonly MaskUpsampler _owner;
    private MaskUpsampler.Workspace? _work;

    internal UpsampledMask(MaskUpsampler owner, MaskUpsampler.Workspace work, long area, long strict, long lax, Box bounds) =>
        (_owner, _work, Area, AreaAboveOffset, AreaAboveMinusOffset, Bounds) = (owner, work, area, strict, lax, bounds);

    /// <summary>Pixels above 0.</summary>
    public long Area { get; }

    /// <summary>Pixels above the offset.</summary>
    public long AreaAboveOffset { get; }

    /// <summary>Pixels above the negative of the offset.</summary>
    public long AreaAboveMinusOffset { get; }

    /// <summary>The smallest box around the mask; an empty box at the origin for an empty mask.</summary>
    public Box Bounds { get; }

    /// <summary>The mask in the size of the upsampler's image.</summary>
    /// <exception cref="ObjectDisposedException">The mask was disposed.</exception>
    public RunLengthMask ToRunLengthMask() => ToRunLengthMask(_owner.Width, _owner.Height, 0, 0);

    /// <summary>The mask as a part of a larger image.</summary>
    /// <param name="width">Columns of the image.</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="left">Column of the image where the mask's first column lies.</param>
    /// <param name="top">Row of the image where the mask's first row lies.</param>
    /// <exception cref="ArgumentException">The mask would leave the image.</exception>
    /// <exception cref="ObjectDisposedException">The mask was disposed.</exception>
    public RunLengthMask ToRunLengthMask(int width, int height, int left, int top)
    {
        ObjectDisposedException.ThrowIf(_work is null, this);
        int words = _work.Columns.Length;
        Box window = new(left, top + Bounds.Y0, left + _owner.Width, top + Bounds.Y1);
        return RunLengthMask.FromBits(width, height, window, _work.Bits.AsSpan(Bounds.Y0 * words, Bounds.Height * words));
    }

    /// <summary>Gives the memory back for the next mask.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _work, null) is { } work)
        {
            _owner.Return(work);
        }
    }
}
