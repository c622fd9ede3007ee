namespace SeCo.Imaging;

/// <summary>A class id for each pixel, <c>[H, W]</c>: 0…K-1, or <see cref="Ignore"/>.</summary>
/// <param name="width">Columns.</param>
/// <param name="height">Rows.</param>
/// <param name="labels">The buffer to use (not copied), <c>[H, W]</c>.</param>
public sealed class LabelMap(int width, int height, byte[] labels) : PixelGrid<byte>(width, height, 1, labels)
{
    /// <summary>The value of a pixel without a label.</summary>
    public const byte Ignore = 255;

    /// <summary>A map in which every pixel is <see cref="Ignore"/>.</summary>
    public LabelMap(int width, int height)
        : this(width, height, new byte[checked(width * height)]) => Buffer.AsSpan().Fill(Ignore);

    /// <summary>The label of one pixel; loops over many pixels use <see cref="PixelGrid{T}.Row"/>.</summary>
    public byte this[int x, int y]
    {
        get => Buffer[(y * Width) + x];
        set => Buffer[(y * Width) + x] = value;
    }

    /// <summary>How many pixels hold each value, <c>[256]</c>.</summary>
    public long[] Counts()
    {
        long[] counts = new long[Ignore + 1];
        foreach (byte label in Buffer)
        {
            counts[label]++;
        }

        return counts;
    }

    /// <summary>A copy that shares nothing with this map.</summary>
    public LabelMap Clone() => new(Width, Height, (byte[])Buffer.Clone());
}
