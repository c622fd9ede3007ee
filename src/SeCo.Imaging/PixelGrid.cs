namespace SeCo.Imaging;

/// <summary>Rows of equal length over one row-major buffer; the base of every image type here.</summary>
/// <typeparam name="T">The stored value of one element.</typeparam>
public abstract class PixelGrid<T>
    where T : unmanaged
{
    private protected PixelGrid(int width, int height, int channels, T[] values)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentNullException.ThrowIfNull(values);
        long expected = (long)width * height * channels;
        if (values.LongLength != expected)
        {
            throw new ArgumentException(
                $"{width} x {height} pixels of {channels} value(s) need {expected} values, found {values.LongLength}.", nameof(values));
        }

        (Width, Height, Channels, Buffer) = (width, height, channels, values);
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Values per pixel.</summary>
    public int Channels { get; }

    /// <summary>All values, row-major, channels innermost: <c>[H, W, C]</c>.</summary>
    public Span<T> Pixels => Buffer;

    private protected T[] Buffer { get; }

    /// <summary>The values of one row, <c>[W, C]</c>.</summary>
    public Span<T> Row(int y) => Buffer.AsSpan(y * Width * Channels, Width * Channels);

    /// <summary>True where the other grid has the same width and height.</summary>
    public bool HasSizeOf<TOther>(PixelGrid<TOther> other)
        where TOther : unmanaged
    {
        ArgumentNullException.ThrowIfNull(other);
        return Width == other.Width && Height == other.Height;
    }
}
