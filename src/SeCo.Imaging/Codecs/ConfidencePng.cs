namespace SeCo.Imaging.Codecs;

/// <summary>Confidence maps as grey PNG.</summary>
public static class ConfidencePng
{
    /// <summary>Reads a confidence map: 16-bit grey as it is, 8-bit grey c as 257 c.</summary>
    /// <exception cref="ImageFormatException">Not a PNG, damaged, interlaced, or not 8-bit or 16-bit grey.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ConfidenceMap Read(string path) => Read(PngFile.Parse(File.ReadAllBytes(path), path), path);

    /// <summary>Writes a confidence map; an older file is replaced only when the new one is whole.</summary>
    public static void Write(string path, ConfidenceMap confidence) => AtomicFile.Write(path, stream => Write(stream, confidence));

    /// <summary>Writes a confidence map, 16-bit grey, one IDAT. The same values give the same bytes.</summary>
    public static void Write(Stream stream, ConfidenceMap confidence)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(confidence);
        PngHeader header = new(confidence.Width, confidence.Height, 16, PngColor.Grey, Interlaced: false);
        ushort[] above = new ushort[confidence.Width];
        ushort[] current = new ushort[confidence.Width];
        PngWriter.Write(stream, header, [], CompressionLevel.Fastest, (y, row) =>
        {
            // Confidences change slowly from row to row: the differences compress better than the values.
            row[0] = PngFilter.Up;
            BinaryPrimitives.ReverseEndianness(confidence.Row(y), current);
            TensorPrimitives.Subtract(MemoryMarshal.AsBytes<ushort>(current), MemoryMarshal.AsBytes<ushort>(above), row[1..]);
            (above, current) = (current, above);
        });
    }

    internal static ConfidenceMap Read(PngFile file, string name)
    {
        PngHeader header = file.Header;
        if (header.Color != PngColor.Grey || header.BitDepth is not (8 or 16))
        {
            throw new ImageFormatException(
                $"{name}: a PNG of {header.Description}, expected confidences (8-bit or 16-bit grey, the largest value meaning 1).");
        }

        return file.Decode(2, () => new ConfidenceMap(header.Width, header.Height), (confidence, y, row) =>
        {
            Span<ushort> values = confidence.Row(y);
            if (header.BitDepth == 8)
            {
                for (int x = 0; x < values.Length; x++)
                {
                    values[x] = (ushort)(row[x] * 257);
                }
            }
            else
            {
                MemoryMarshal.Cast<byte, ushort>(row).CopyTo(values);
                BinaryPrimitives.ReverseEndianness(values, values);
            }
        });
    }
}
