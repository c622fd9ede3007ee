namespace SeCo.Imaging.Codecs;

/// <summary>The IHDR chunk of a PNG (PNG specification, section 11.2.1), checked.</summary>
internal readonly record struct PngHeader(int Width, int Height, int BitDepth, PngColor Color, bool Interlaced)
{
    /// <summary>The longest side read or written, the same limit as libpng's.</summary>
    public const int MaxSide = 1_000_000;

    /// <summary>The most pixels read or written.</summary>
    public const long MaxPixels = 1L << 30;

    /// <summary>Bytes of an IHDR chunk's data.</summary>
    public const int Length = 13;

    private int Channels => Color switch { PngColor.Rgb => 3, PngColor.GreyAlpha => 2, PngColor.RgbAlpha => 4, _ => 1 };

    /// <summary>Bytes of one row without its filter byte.</summary>
    public int RowBytes => (int)((((long)Width * Channels * BitDepth) + 7) / 8);

    /// <summary>The distance, in bytes, to the pixel on the left that the filters look at; at least 1.</summary>
    public int PixelBytes => Math.Max(1, Channels * BitDepth / 8);

    /// <summary>What the pixels are, for messages.</summary>
    public string Description => $"{BitDepth}-bit " + Color switch
    {
        PngColor.Grey => "grey",
        PngColor.Rgb => "RGB",
        PngColor.Palette => "palette",
        PngColor.GreyAlpha => "grey with alpha",
        _ => "RGB with alpha",
    };

    /// <summary>Reads the chunk's data, and refuses a value outside the format or beyond the limits.</summary>
    public static PngHeader Parse(ReadOnlySpan<byte> data, string name)
    {
        if (data.Length != Length)
        {
            throw new ImageFormatException($"{name}: chunk IHDR has {data.Length} bytes, expected {Length}. The file is damaged.");
        }

        uint width = BinaryPrimitives.ReadUInt32BigEndian(data);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        (int depth, int color, int compression, int filter, int interlace) = (data[8], data[9], data[10], data[11], data[12]);
        if (width == 0 || height == 0 || width > MaxSide || height > MaxSide || (long)width * height > MaxPixels)
        {
            throw new ImageFormatException(
                $"{name}: chunk IHDR says {width} x {height} pixels, expected sides of 1 to {MaxSide} and at most {MaxPixels} pixels.");
        }

        bool known = (PngColor)color switch
        {
            PngColor.Grey => depth is 1 or 2 or 4 or 8 or 16,
            PngColor.Palette => depth is 1 or 2 or 4 or 8,
            PngColor.Rgb or PngColor.GreyAlpha or PngColor.RgbAlpha => depth is 8 or 16,
            _ => false,
        };
        if (!known || compression != 0 || filter != 0 || interlace > 1)
        {
            throw new ImageFormatException(
                $"{name}: chunk IHDR has bit depth {depth}, colour type {color}, compression {compression}, filter {filter}, interlace {interlace}: "
                + "no such combination exists in PNG. The file is damaged.");
        }

        return new PngHeader((int)width, (int)height, depth, (PngColor)color, interlace == 1);
    }

    /// <summary>Writes the chunk's data, not interlaced.</summary>
    public void Write(Span<byte> data)
    {
        BinaryPrimitives.WriteInt32BigEndian(data, Width);
        BinaryPrimitives.WriteInt32BigEndian(data[4..], Height);
        data[8] = (byte)BitDepth;
        data[9] = (byte)Color;
        data[10..Length].Clear();
    }
}

/// <summary>The colour types of PNG, by their number in IHDR.</summary>
internal enum PngColor
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    RgbAlpha = 6,
}
