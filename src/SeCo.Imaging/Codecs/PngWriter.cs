using System.IO.Hashing;

namespace SeCo.Imaging.Codecs;

/// <summary>Writes a PNG: header, an optional palette, one IDAT.</summary>
internal static class PngWriter
{
    /// <summary>Fills one filtered row, its filter byte first.</summary>
    public delegate void RowWriter(int y, Span<byte> row);

    /// <summary>Writes the file. The same input gives the same bytes.</summary>
    public static void Write(Stream stream, PngHeader header, ReadOnlySpan<byte> palette, CompressionLevel level, RowWriter fill)
    {
        stream.Write(PngFile.Signature);
        Span<byte> start = stackalloc byte[PngHeader.Length];
        header.Write(start);
        WriteChunk(stream, "IHDR"u8, start);
        if (!palette.IsEmpty)
        {
            WriteChunk(stream, "PLTE"u8, palette);
        }

        using MemoryStream data = Compress(header, level, fill);
        WriteChunk(stream, "IDAT"u8, data.GetBuffer().AsSpan(0, (int)data.Length));
        WriteChunk(stream, "IEND"u8, []);
    }

    private static MemoryStream Compress(PngHeader header, CompressionLevel level, RowWriter fill)
    {
        MemoryStream data = new();
        int stride = header.RowBytes + 1;
        int rowsPerBlock = Math.Clamp((1 << 16) / stride, 1, header.Height);
        byte[] block = new byte[rowsPerBlock * stride];
        using ZLibStream deflate = new(data, level, leaveOpen: true);
        for (int y = 0; y < header.Height; y += rowsPerBlock)
        {
            int rows = Math.Min(rowsPerBlock, header.Height - y);
            for (int i = 0; i < rows; i++)
            {
                fill(y + i, block.AsSpan(i * stride, stride));
            }

            deflate.Write(block, 0, rows * stride);
        }

        return data;
    }

    private static void WriteChunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> frame = stackalloc byte[8];
        BinaryPrimitives.WriteInt32BigEndian(frame, data.Length);
        type.CopyTo(frame[4..]);
        stream.Write(frame);
        stream.Write(data);
        Crc32 crc = new();
        crc.Append(type);
        crc.Append(data);
        BinaryPrimitives.WriteUInt32BigEndian(frame, crc.GetCurrentHashAsUInt32());
        stream.Write(frame[..4]);
    }
}
