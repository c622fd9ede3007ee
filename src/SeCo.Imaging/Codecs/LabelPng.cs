namespace SeCo.Imaging.Codecs;

/// <summary>Label maps as PNG: the numbers in the file are the labels, never their colours.</summary>
/// <remarks>Reads grey and palette PNGs of 1, 2, 4 and 8 bits; indices and grey levels are taken raw, without scaling (a 1-bit file holds labels 0 and 1).
/// General image libraries expand a palette to colours or renumber it, hence a reader of our own (PNG specification, third edition).</remarks>
public static class LabelPng
{
    /// <summary>The longest side that is read or written, in pixels.</summary>
    public const int MaxSide = PngHeader.MaxSide;

    /// <summary>Reads a label map.</summary>
    /// <exception cref="ImageFormatException">Not a PNG, damaged, interlaced, or a PNG of colours or 16 bits.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LabelMap Read(string path) => Read(PngFile.Parse(File.ReadAllBytes(path), path), path);

    /// <summary>Reads a label map and the colours that viewers show for its numbers.</summary>
    /// <param name="path">The file.</param>
    /// <param name="palette">The colours by number, red, green, blue each; empty for a grey file.</param>
    /// <exception cref="ImageFormatException">As for <see cref="Read(string)"/>.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LabelMap Read(string path, out ReadOnlyMemory<byte> palette)
    {
        PngFile file = PngFile.Parse(File.ReadAllBytes(path), path);
        palette = file.Header.Color == PngColor.Palette ? file.Palette : default;
        return Read(file, path);
    }

    /// <summary>Reads a label map from a stream, to its end.</summary>
    /// <param name="stream">The PNG.</param>
    /// <param name="name">What messages call the stream.</param>
    /// <exception cref="ImageFormatException">As for <see cref="Read(string)"/>.</exception>
    public static LabelMap Read(Stream stream, string name) => Read(PngFile.Read(stream, name), name);

    /// <summary>Reads the size alone, from the first 33 bytes.</summary>
    /// <exception cref="ImageFormatException">Not a PNG, or its header is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static (int Width, int Height) ReadSize(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        PngHeader header = PngFile.ReadHeader(stream, path);
        return (header.Width, header.Height);
    }

    /// <summary>Writes a label map; an older file is replaced only when the new one is whole.</summary>
    /// <param name="path">The file; its folder is made where there is none.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="palette">Colours for viewers; with null, the file is grey.</param>
    public static void Write(string path, LabelMap labels, Palette? palette = null) => AtomicFile.Write(path, stream => Write(stream, labels, palette));

    /// <summary>Writes a label map, 8 bits, one IDAT. The same labels give the same bytes.</summary>
    /// <param name="stream">Where to write.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="palette">Colours for viewers; with null, the file is grey.</param>
    public static void Write(Stream stream, LabelMap labels, Palette? palette = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(labels);
        PngHeader header = new(labels.Width, labels.Height, 8, palette is null ? PngColor.Grey : PngColor.Palette, Interlaced: false);
        PngWriter.Write(stream, header, palette is null ? [] : palette.Bytes, CompressionLevel.Optimal, (y, row) =>
        {
            // Labels mostly equal those above: the differences are nearly all 0, which is both faster and smaller than labels as they are.
            row[0] = y == 0 ? PngFilter.None : PngFilter.Up;
            if (y == 0)
            {
                labels.Row(y).CopyTo(row[1..]);
            }
            else
            {
                TensorPrimitives.Subtract(labels.Row(y), labels.Row(y - 1), row[1..]);
            }
        });
    }

    internal static LabelMap Read(PngFile file, string name)
    {
        PngHeader header = file.Header;
        if (header.Color is not (PngColor.Grey or PngColor.Palette) || header.BitDepth > 8)
        {
            throw new ImageFormatException(
                $"{name}: a PNG of {header.Description}, expected labels (grey or palette, at most 8 bits). "
                + "Turn them into class ids first: seco labels convert --colors, or, where the first channel holds ids, --first-channel.");
        }

        return file.Decode(
            1,
            () => new LabelMap(header.Width, header.Height, new byte[header.Width * header.Height]),
            (labels, y, row) => Unpack(row, labels.Row(y), header.BitDepth));
    }

    /// <summary>Spreads packed values, leftmost in the high bits, to one a byte.</summary>
    private static void Unpack(ReadOnlySpan<byte> packed, Span<byte> values, int bits)
    {
        if (bits == 8)
        {
            packed.CopyTo(values);
            return;
        }

        int perByte = 8 / bits;
        int mask = (1 << bits) - 1;
        for (int x = 0; x < values.Length; x++)
        {
            values[x] = (byte)((packed[x / perByte] >> (8 - bits - (x % perByte * bits))) & mask);
        }
    }
}
