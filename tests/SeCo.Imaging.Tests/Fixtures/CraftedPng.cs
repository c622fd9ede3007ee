using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace SeCo.Imaging.Tests.Fixtures;

/// <summary>Builds PNGs of any kind, right or wrong, by the letter of the specification and without the code under test.</summary>
public sealed class CraftedPng
{
    private readonly List<byte> _bytes = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

    public byte[] Bytes => [.. _bytes];

    /// <summary>A whole PNG from unfiltered rows; row y is filtered with <paramref name="filterOf"/>(y), the data cut into several IDAT.</summary>
    public static byte[] Build(int width, int height, int depth, int color, byte[][] rows, Func<int, int> filterOf, int pixelBytes, int parts = 1)
    {
        using MemoryStream raw = new();
        byte[] above = new byte[rows[0].Length];
        for (int y = 0; y < rows.Length; y++)
        {
            raw.WriteByte((byte)filterOf(y));
            raw.Write(Filter(filterOf(y), rows[y], above, pixelBytes));
            above = rows[y];
        }

        CraftedPng png = new CraftedPng().Header(width, height, depth, color);
        if (color == 3)
        {
            png.Chunk("PLTE", new byte[3 * (1 << depth)]);
        }

        byte[] data = Deflate(raw.ToArray());
        for (int i = 0; i < parts; i++)
        {
            png.Chunk("IDAT", data[(data.Length * i / parts)..(data.Length * (i + 1) / parts)]);
        }

        return png.Chunk("IEND").Bytes;
    }

    public static byte[] Deflate(byte[] raw)
    {
        using MemoryStream data = new();
        using (ZLibStream deflate = new(data, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(raw);
        }

        return data.ToArray();
    }

    public CraftedPng Header(int width, int height, int depth, int color, int interlace = 0)
    {
        byte[] data = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(data, width);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(4), height);
        (data[8], data[9], data[12]) = ((byte)depth, (byte)color, (byte)interlace);
        return Chunk("IHDR", data);
    }

    public CraftedPng Chunk(string type, params byte[] data)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. data];
        byte[] number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        _bytes.AddRange(number);
        _bytes.AddRange(named);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.HashToUInt32(named));
        _bytes.AddRange(number);
        return this;
    }

    private static byte[] Filter(int filter, byte[] row, byte[] above, int pixelBytes)
    {
        byte[] result = new byte[row.Length];
        for (int i = 0; i < row.Length; i++)
        {
            int a = i >= pixelBytes ? row[i - pixelBytes] : 0;
            int b = above[i];
            int c = i >= pixelBytes ? above[i - pixelBytes] : 0;
            int p = a + b - c;
            int[] order = [Math.Abs(p - a), Math.Abs(p - b), Math.Abs(p - c)];
            int paeth = new[] { a, b, c }[Array.IndexOf(order, order.Min())];
            int guess = filter switch { 0 => 0, 1 => a, 2 => b, 3 => (a + b) / 2, 4 => paeth, _ => 0 };
            result[i] = (byte)(row[i] - guess);
        }

        return result;
    }
}
