namespace SeCo.Imaging.Codecs;

/// <summary>Looks into PNGs that may not be label maps yet.</summary>
public static class PngInspection
{
    /// <summary>Says how a PNG stores its pixels. Every chunk is checked; the pixels are not decoded.</summary>
    /// <exception cref="ImageFormatException">Not a PNG, or damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PngDescription Describe(string path)
    {
        PngFile file = PngFile.Parse(File.ReadAllBytes(path), path);
        ReadOnlySpan<byte> colors = file.Header.Color == PngColor.Palette ? file.Palette.Span : [];
        (byte R, byte G, byte B)[] palette = new (byte, byte, byte)[colors.Length / 3];
        for (int i = 0; i < palette.Length; i++)
        {
            palette[i] = (colors[i * 3], colors[(i * 3) + 1], colors[(i * 3) + 2]);
        }

        return new PngDescription(file.Header.Width, file.Header.Height, file.Header.BitDepth, file.Header.Description, palette);
    }

    /// <summary>Reads the first channel of a PNG as labels: 16-bit grey ids, or the red channel, in which SYNTHIA keeps its class ids;
    /// grey and palette files of fewer bits as <see cref="LabelPng"/> does.</summary>
    /// <exception cref="ImageFormatException">Not a PNG, damaged, interlaced, or a value above 255.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LabelMap ReadFirstChannel(string path)
    {
        PngFile file = PngFile.Parse(File.ReadAllBytes(path), path);
        PngHeader header = file.Header;
        if (header.BitDepth < 8)
        {
            return LabelPng.Read(file, path); // one channel
        }

        bool wide = header.BitDepth == 16;
        return file.Decode(1, () => new LabelMap(header.Width, header.Height), (labels, y, row) =>
        {
            Span<byte> values = labels.Row(y);
            for (int x = 0; x < values.Length; x++)
            {
                ReadOnlySpan<byte> pixel = row[(x * header.PixelBytes)..];
                int value = wide ? BinaryPrimitives.ReadUInt16BigEndian(pixel) : pixel[0];
                values[x] = value <= byte.MaxValue
                    ? (byte)value
                    : throw new ImageFormatException($"{path}: value {value} at ({x}, {y}), expected ids from 0 to {byte.MaxValue}.");
            }
        });
    }
}
