namespace SeCo.Imaging.Codecs;

/// <summary>Colour PNGs from and to streams, by the codec that reads label maps: for pictures in archives whose colours are data.</summary>
public static class ColorPng
{
    /// <summary>Reads RGB (alpha is dropped), palette and grey PNGs of at most 8 bits, to <c>[H, W, 3]</c>; grey levels are not scaled.</summary>
    /// <param name="stream">The PNG, to its end.</param>
    /// <param name="name">What messages call the stream.</param>
    /// <exception cref="ImageFormatException">Not a PNG, damaged, interlaced, of 16 bits, or a palette index without a colour.</exception>
    public static RgbImage Read(Stream stream, string name)
    {
        PngFile file = PngFile.Read(stream, name);
        PngHeader header = file.Header;
        if (header.BitDepth > 8 || (header.BitDepth < 8 && header.Color == PngColor.Grey))
        {
            throw new ImageFormatException($"{name}: a PNG of {header.Description}, expected colours of 8 bits a channel, or a palette.");
        }

        return file.Decode(3, () => new RgbImage(header.Width, header.Height), (image, y, row) =>
        {
            if (header.Color == PngColor.Palette)
            {
                Look(row, header.BitDepth, file.Palette.Span, image.Row(y), y, name);
            }
            else
            {
                Spread(row, header.PixelBytes, image.Row(y));
            }
        });
    }

    /// <summary>Writes an image, 8 bits a channel, one IDAT. The same image gives the same bytes.</summary>
    /// <param name="stream">Where to write.</param>
    /// <param name="image">The image.</param>
    public static void Write(Stream stream, RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(image);
        PngWriter.Write(stream, new PngHeader(image.Width, image.Height, 8, PngColor.Rgb, Interlaced: false), [], CompressionLevel.Optimal, (y, row) =>
        {
            row[0] = PngFilter.None;
            image.Row(y).CopyTo(row[1..]);
        });
    }

    private static void Look(ReadOnlySpan<byte> packed, int bits, ReadOnlySpan<byte> palette, Span<byte> rgb, int y, string name)
    {
        int perByte = 8 / bits, mask = (1 << bits) - 1;
        for (int x = 0; x * 3 < rgb.Length; x++)
        {
            int index = (packed[x / perByte] >> (8 - bits - (x % perByte * bits))) & mask;
            if ((index * 3) + 3 > palette.Length)
            {
                throw new ImageFormatException($"{name}: index {index} at ({x}, {y}), but the palette has {palette.Length / 3} colours. The file is damaged.");
            }

            palette.Slice(index * 3, 3).CopyTo(rgb[(x * 3)..]);
        }
    }

    private static void Spread(ReadOnlySpan<byte> row, int pixelBytes, Span<byte> rgb)
    {
        for (int x = 0; x * 3 < rgb.Length; x++)
        {
            ReadOnlySpan<byte> pixel = row[(x * pixelBytes)..];
            (rgb[x * 3], rgb[(x * 3) + 1], rgb[(x * 3) + 2]) = pixelBytes >= 3 ? (pixel[0], pixel[1], pixel[2]) : (pixel[0], pixel[0], pixel[0]);
        }
    }
}
