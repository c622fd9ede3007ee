using System.IO.Hashing;

namespace SeCo.Imaging.Codecs;

/// <summary>A PNG whose chunks were checked and whose pixels are still compressed.</summary>
internal sealed class PngFile
{
    /// <summary>Deflate cannot grow a byte into more than this many, so a size beyond it is refused before memory is taken.</summary>
    private const long MostInflation = 1032;

    private const int BlockBytes = 1 << 16;
    private const int ChunkFrame = 12;
    private readonly string _name;
    private readonly int _length;
    private readonly List<ReadOnlyMemory<byte>> _data = [];

    private PngFile(string name, int length) => (_name, _length) = (name, length);

    public PngHeader Header { get; private set; }

    /// <summary>The colours of a palette PNG, red, green, blue each; empty where there are none.</summary>
    public ReadOnlyMemory<byte> Palette { get; private set; }

    /// <summary>Receives one finished row, its bytes as PNG packs them.</summary>
    public delegate void RowReader<in T>(T image, int y, ReadOnlySpan<byte> row);

    /// <summary>How every PNG begins.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    public static bool HasSignature(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Signature);

    /// <summary>Reads the whole stream and checks every chunk.</summary>
    public static PngFile Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using MemoryStream buffer = new();
        stream.CopyTo(buffer);
        return Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), name);
    }

    /// <summary>Checks every chunk of a PNG in memory.</summary>
    public static PngFile Parse(ReadOnlyMemory<byte> bytes, string name)
    {
        CheckSignature(bytes.Span, name);
        PngFile file = new(name, bytes.Length);
        for (int position = Signature.Length; ;)
        {
            int length = ReadChunk(bytes.Span[position..], position, name, out string type);
            ReadOnlyMemory<byte> data = bytes.Slice(position + 8, length);
            if ((position == Signature.Length) != (type == "IHDR"))
            {
                throw new ImageFormatException($"{name}: chunk {type} at byte {position}, but IHDR must come first, once. The file is damaged.");
            }

            switch (type)
            {
                case "IHDR":
                    file.Header = PngHeader.Parse(data.Span, name);
                    break;
                case "IDAT":
                    file._data.Add(data);
                    break;
                case "PLTE":
                    file.Palette = data;
                    break;
                case "IEND":
                    return file;
                default:
                    // A small first letter marks a chunk that may be skipped.
                    if (char.IsAsciiLetterUpper(type[0]))
                    {
                        throw new ImageFormatException($"{name}: chunk {type} at byte {position} is required to read the file, and is not known here.");
                    }

                    break;
            }

            position += length + ChunkFrame;
        }
    }

    /// <summary>Reads the header alone, from the first bytes of a stream.</summary>
    public static PngHeader ReadHeader(Stream stream, string name)
    {
        Span<byte> start = stackalloc byte[Signature.Length + ChunkFrame + PngHeader.Length];
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        CheckSignature(start, name);
        int length = ReadChunk(start[Signature.Length..], Signature.Length, name, out string type);
        if (type != "IHDR")
        {
            throw new ImageFormatException($"{name}: the first chunk is {type}, expected IHDR. The file is damaged.");
        }

        return PngHeader.Parse(start.Slice(Signature.Length + 8, length), name);
    }

    /// <summary>Inflates and unfilters the pixels, row by row from the top, into what is made, of so many bytes a pixel, once the first rows have been
    /// inflated.</summary>
    /// <exception cref="ImageFormatException">Interlaced, too large for its file, or the compressed data are damaged, too short or too long.</exception>
    public T Decode<T>(int pixelBytes, Func<T> create, RowReader<T> read)
        where T : class
    {
        T? image = null;
        if (Header.Interlaced)
        {
            throw new ImageFormatException($"{_name}: an interlaced PNG (Adam7), expected one without. Write it again with interlacing off.");
        }

        int stride = Header.RowBytes + 1;
        long expected = (long)stride * Header.Height, compressed = _data.Sum(d => (long)d.Length);
        if (expected > compressed * MostInflation)
        {
            throw Damaged($"holds {compressed} compressed bytes, which cannot fill {Header.Width} x {Header.Height} pixels ({expected} bytes)");
        }

        new ReadBudget(_length, fault => new ImageFormatException($"{_name}: {fault}."))
            .Fit((long)Header.Width * Header.Height * pixelBytes, $"an image of {Header.Width} x {Header.Height} pixels");
        int rowsPerBlock = Math.Clamp(BlockBytes / stride, 1, Header.Height);
        byte[] block = new byte[rowsPerBlock * stride];
        byte[] above = new byte[Header.RowBytes];
        using ZLibStream inflate = new(OpenData(), CompressionMode.Decompress);
        for (int y = 0; y < Header.Height; y += rowsPerBlock)
        {
            Span<byte> rows = block.AsSpan(0, Math.Min(rowsPerBlock, Header.Height - y) * stride);
            int found = Inflate(inflate, rows);
            if (found < rows.Length)
            {
                throw Damaged($"ends in row {y + (found / stride)} of {Header.Height}");
            }

            image ??= create();
            UndoFilters(rows, above, y, stride, image, read);
        }

        if (Inflate(inflate, block.AsSpan(0, 1)) != 0)
        {
            throw Damaged("holds more pixels than the header declares");
        }

        return image!;
    }

    private static void CheckSignature(ReadOnlySpan<byte> bytes, string name)
    {
        if (!HasSignature(bytes))
        {
            string found = bytes.IsEmpty ? "an empty file" : $"the bytes {Convert.ToHexString(bytes[..Math.Min(8, bytes.Length)])}";
            throw new ImageFormatException($"{name}: begins with {found}, expected a PNG ({Convert.ToHexString(Signature)}).");
        }
    }

    /// <summary>Checks the frame of one chunk and returns the length of its data.</summary>
    private static int ReadChunk(ReadOnlySpan<byte> rest, int position, string name, out string type)
    {
        if (rest.Length < ChunkFrame)
        {
            throw new ImageFormatException($"{name}: cut short at byte {position + rest.Length}, inside a chunk, before IEND. Copy the file again.");
        }

        ReadOnlySpan<byte> letters = rest[4..8];
        foreach (byte letter in letters)
        {
            if (!char.IsAsciiLetter((char)letter))
            {
                throw new ImageFormatException(
                    $"{name}: at byte {position + 4} the bytes {Convert.ToHexString(letters)} are no chunk name. The file is damaged.");
            }
        }

        type = System.Text.Encoding.ASCII.GetString(letters);
        uint length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (length > rest.Length - ChunkFrame)
        {
            throw new ImageFormatException(
                $"{name}: chunk {type} at byte {position} declares {length} bytes, but {rest.Length - ChunkFrame} are left. The file is cut short: copy it "
                    + "again.");
        }

        uint expected = BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]);
        uint found = Crc32.HashToUInt32(rest.Slice(4, 4 + (int)length));
        if (found != expected)
        {
            throw new ImageFormatException($"{name}: chunk {type} at byte {position} has checksum {found:x8}, expected {expected:x8}. The file is damaged.");
        }

        return (int)length;
    }

    private MemoryStream OpenData()
    {
        if (_data is [ReadOnlyMemory<byte> only] && MemoryMarshal.TryGetArray(only, out ArraySegment<byte> whole))
        {
            return new MemoryStream(whole.Array!, whole.Offset, whole.Count, writable: false);
        }

        MemoryStream all = new(_data.Sum(d => d.Length));
        _data.ForEach(part => all.Write(part.Span));
        all.Position = 0;
        return all;
    }

    private int Inflate(ZLibStream inflate, Span<byte> bytes)
    {
        try
        {
            return inflate.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        }
        catch (Exception e) when (e is InvalidDataException or IOException) // the latter of a preset dictionary, which PNG has none of
        {
            throw Damaged("is not valid compressed data", e);
        }
    }

    private void UndoFilters<T>(Span<byte> rows, byte[] above, int y, int stride, T image, RowReader<T> read)
    {
        ReadOnlySpan<byte> previous = above;
        for (int start = 0; start < rows.Length; start += stride, y++)
        {
            Span<byte> row = rows.Slice(start + 1, stride - 1);
            if (!PngFilter.Undo(rows[start], row, previous, Header.PixelBytes))
            {
                throw Damaged($"has filter {rows[start]} in row {y}, expected 0 to 4");
            }

            read(image, y, row);
            previous = row;
        }

        previous.CopyTo(above);
    }

    private ImageFormatException Damaged(string what, Exception? cause = null) => new($"{_name}: chunk IDAT {what}. The file is damaged.", cause);
}
