namespace SeCo.Imaging;

/// <summary>A mask, <c>[H, W]</c>, one byte a pixel: 0 outside, 1 inside.</summary>
/// <param name="width">Columns.</param>
/// <param name="height">Rows.</param>
/// <param name="values">The buffer to use (not copied), <c>[H, W]</c>, each 0 or 1.</param>
public sealed class BinaryMask(int width, int height, byte[] values) : PixelGrid<byte>(width, height, 1, values)
{
    /// <summary>An empty mask.</summary>
    public BinaryMask(int width, int height)
        : this(width, height, new byte[checked(width * height)])
    {
    }

    /// <summary>Whether one pixel is inside; loops over many pixels use <see cref="PixelGrid{T}.Row"/>.</summary>
    public bool this[int x, int y]
    {
        get => Buffer[(y * Width) + x] != 0;
        set => Buffer[(y * Width) + x] = value ? (byte)1 : (byte)0;
    }
}
