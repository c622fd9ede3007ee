namespace SeCo.Imaging.Codecs;

/// <summary>A tag of a TIFF with its values.</summary>
/// <param name="Tag">The number of the tag.</param>
/// <param name="Type">The type of its values, by TIFF 6.0.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Values">Their bytes, little-endian.</param>
internal sealed record TiffEntry(ushort Tag, ushort Type, uint Count, byte[] Values)
{
    public const ushort Ascii = 2, Short = 3, Long = 4;

    private const int EntryBytes = 12, InPlace = 4;

    // The bytes of a value of each type, and of the numbers in it: a fraction has two.
    private static readonly (int Size, int Unit)[] Types =
        [(0, 1), (1, 1), (1, 1), (2, 2), (4, 4), (8, 4), (1, 1), (1, 1), (2, 2), (4, 4), (8, 4), (4, 4), (8, 8)];

    /// <summary>A tag of short numbers.</summary>
    public static TiffEntry Of(ushort tag, params ReadOnlySpan<ushort> values)
    {
        byte[] bytes = new byte[values.Length * sizeof(ushort)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(i * sizeof(ushort)), values[i]);
        }

        return new TiffEntry(tag, Short, (uint)values.Length, bytes);
    }

    /// <summary>A tag of long numbers.</summary>
    public static TiffEntry Of(ushort tag, params ReadOnlySpan<uint> values)
    {
        byte[] bytes = new byte[values.Length * sizeof(uint)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * sizeof(uint)), values[i]);
        }

        return new TiffEntry(tag, Long, (uint)values.Length, bytes);
    }

    /// <summary>Those of the wanted tags that the first picture of a TIFF has, ascending; none where the stream is no TIFF.</summary>
    /// <exception cref="ImageFormatException">A tag that leaves the file, or has more bytes than allowed.</exception>
    public static IEnumerable<TiffEntry> ReadAll(Stream stream, IReadOnlyList<int> wanted, int mostBytes, string name)
    {
        byte[] head = new byte[8];
        bool isTiff = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length
            && (head.AsSpan().StartsWith("II*\0"u8) || head.AsSpan().StartsWith("MM\0*"u8));
        bool isLittle = head[0] == 'I';
        stream.Position = isTiff ? Math.Min(U32(head.AsSpan(4), isLittle), stream.Length) : stream.Length;
        byte[] count = new byte[2];
        int left = stream.ReadAtLeast(count, count.Length, throwOnEndOfStream: false) == count.Length ? U16(count, isLittle) : 0;
        byte[] table = new byte[Math.Min((long)left * EntryBytes, stream.Length - stream.Position)];
        stream.ReadExactly(table);
        List<TiffEntry> found = [];
        for (int at = 0; at + EntryBytes <= table.Length; at += EntryBytes)
        {
            ReadOnlySpan<byte> entry = table.AsSpan(at, EntryBytes);
            (ushort tag, ushort type, uint values) = (U16(entry, isLittle), U16(entry[2..], isLittle), U32(entry[4..], isLittle));
            if (!wanted.Contains(tag) || found.Exists(e => e.Tag == tag) || type >= Types.Length || Types[type].Size == 0)
            {
                continue;
            }

            long bytes = values * (long)Types[type].Size;
            long place = bytes <= InPlace ? 0 : U32(entry[8..], isLittle);
            if (bytes > mostBytes || place + bytes > stream.Length)
            {
                throw new ImageFormatException(
                    $"{name}: tag {tag} has {values} values of type {type}, which leave the file or are more than {mostBytes} bytes.");
            }

            byte[] own = entry.Slice(8, InPlace)[..(int)Math.Min(bytes, InPlace)].ToArray();
            if (bytes > InPlace)
            {
                own = new byte[bytes];
                stream.Position = place;
                stream.ReadExactly(own);
            }

            if (!isLittle)
            {
                for (int i = 0; i + Types[type].Unit <= own.Length; i += Types[type].Unit)
                {
                    own.AsSpan(i, Types[type].Unit).Reverse();
                }
            }

            found.Add(new TiffEntry(tag, type, values, own));
        }

        return found.OrderBy(entry => entry.Tag);
    }

    /// <summary>Writes a directory of tags where the stream stands, and their values behind it.</summary>
    public static void WriteAll(Stream stream, IEnumerable<TiffEntry> entries)
    {
        TiffEntry[] sorted = [.. entries.OrderBy(entry => entry.Tag)];
        long behind = stream.Position + 2 + (sorted.Length * EntryBytes) + InPlace;
        using MemoryStream values = new();
        byte[] row = new byte[EntryBytes];
        BinaryPrimitives.WriteUInt16LittleEndian(row, (ushort)sorted.Length);
        stream.Write(row, 0, 2);
        foreach (TiffEntry entry in sorted)
        {
            Array.Clear(row);
            BinaryPrimitives.WriteUInt16LittleEndian(row, entry.Tag);
            BinaryPrimitives.WriteUInt16LittleEndian(row.AsSpan(2), entry.Type);
            BinaryPrimitives.WriteUInt32LittleEndian(row.AsSpan(4), entry.Count);
            if (entry.Values.Length <= InPlace)
            {
                entry.Values.CopyTo(row, 8);
            }
            else
            {
                BinaryPrimitives.WriteUInt32LittleEndian(row.AsSpan(8), checked((uint)(behind + values.Length)));
                values.Write(entry.Values);
                values.Write(new byte[values.Length & 1]); // values begin at even places
            }

            stream.Write(row);
        }

        stream.Write(new byte[InPlace]); // there is no other picture
        values.WriteTo(stream);
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint U32(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
