namespace SeCo.Checkpoints;

/// <summary>The table of contents of a zip archive, checked against the file. Source: the zip format's application note (APPNOTE 6.3).</summary>
/// <remarks>Entries are stored or deflated; deflated ones may together become what a <see cref="ReadBudget"/> allows. Check sums are not verified: torch can
/// be told to write none.</remarks>
internal sealed class ZipDirectory
{
    private const int EndLength = 22;
    private const int LocatorLength = 20;
    private const int End64Length = 56;
    private const int EntryLength = 46;
    private const int LocalLength = 30;
    private const int MaxDirectoryBytes = 1 << 26;

    private readonly CheckpointBytes _file;
    private readonly Dictionary<string, ZipEntry> _entries = new(StringComparer.Ordinal);
    private long _directoryStart;

    private ZipDirectory(CheckpointBytes file) => _file = file;

    public IReadOnlyDictionary<string, ZipEntry> Entries => _entries;

    public static ZipDirectory Read(CheckpointBytes file)
    {
        ZipDirectory directory = new(file);
        long endPosition = directory.FindEnd();
        (long start, long length, long count) = directory.ReadEnd(endPosition);
        if (start < 0 || length < 0 || start > endPosition || length > endPosition - start || length > MaxDirectoryBytes
            || count < 0 || count > length / EntryLength)
        {
            throw file.Fault($"the archive's table of contents ({count} entries, {length} bytes at byte {start}) does not fit the file");
        }

        directory._directoryStart = start;
        directory.ReadEntries(file.Read(start, length), (int)count);
        return directory;
    }

    /// <summary>Where an entry's bytes start.</summary>
    public long PositionOf(ZipEntry entry)
    {
        byte[] header = _file.Read(entry.HeaderPosition, LocalLength);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != 0x04034b50)
        {
            throw _file.Fault($"archive entry '{Printable.Short(entry.Name)}' does not start at byte {entry.HeaderPosition}");
        }

        long position = entry.HeaderPosition + LocalLength + UInt16(header, 26) + UInt16(header, 28);
        return position <= _directoryStart - entry.StoredLength
            ? position
            : throw _file.Fault($"archive entry '{Printable.Short(entry.Name)}' runs into the table of contents");
    }

    /// <summary>Reads a whole entry of at most so many bytes.</summary>
    public byte[] ReadAll(ZipEntry entry, int maxLength)
    {
        if (entry.Length > maxLength)
        {
            throw _file.Fault($"archive entry '{Printable.Short(entry.Name)}' has {entry.Length} bytes, expected at most {maxLength}");
        }

        if (!entry.IsDeflated)
        {
            return _file.Read(PositionOf(entry), entry.StoredLength);
        }

        byte[] bytes = new byte[entry.Length];
        _file.Inflate(PositionOf(entry), entry.StoredLength, 0, bytes, $"archive entry '{Printable.Short(entry.Name)}'");
        return bytes;
    }

    /// <summary>The end record is the last thing in the file, but for a comment of at most 65,535 bytes.</summary>
    private long FindEnd()
    {
        int length = (int)Math.Min(_file.Length, EndLength + ushort.MaxValue);
        byte[] tail = _file.Read(_file.Length - length, length);
        for (int i = length - EndLength; i >= 0; i--)
        {
            if (UInt32(tail, i) == 0x06054b50 && UInt16(tail, i + 20) == length - i - EndLength)
            {
                return _file.Length - length + i;
            }
        }

        throw _file.Fault("the archive has no end record. The file is truncated; copy it again");
    }

    private (long Start, long Length, long Count) ReadEnd(long position)
    {
        byte[] end = _file.Read(position, EndLength);
        long locator = position - LocatorLength;
        if (locator < 0 || UInt32(_file.Read(locator, 4), 0) != 0x07064b50)
        {
            return (UInt32(end, 16), UInt32(end, 12), UInt16(end, 10));
        }

        long position64 = Int64(_file.Read(locator, LocatorLength), 8);
        if (position64 < 0 || position64 > locator - End64Length || UInt32(_file.Read(position64, 4), 0) != 0x06064b50)
        {
            throw _file.Fault($"the archive's 64-bit end record is not at byte {position64}");
        }

        byte[] end64 = _file.Read(position64, End64Length);
        return (Int64(end64, 48), Int64(end64, 40), Int64(end64, 32));
    }

    private void ReadEntries(byte[] directory, int count)
    {
        int at = 0;
        ReadBudget budget = new(_file.Length, fault => _file.Fault(fault));
        for (int i = 0; i < count; i++)
        {
            if (at > directory.Length - EntryLength || UInt32(directory, at) != 0x02014b50)
            {
                throw _file.Fault($"entry {i} of the archive's table of contents is malformed");
            }

            int nameLength = UInt16(directory, at + 28);
            int extraLength = UInt16(directory, at + 30);
            int length = EntryLength + nameLength + extraLength + UInt16(directory, at + 32);
            if (at > directory.Length - length)
            {
                throw _file.Fault($"entry {i} of the archive's table of contents is cut off");
            }

            ZipEntry entry = ReadEntry(directory.AsSpan(at, length), nameLength, extraLength);
            if (entry.IsDeflated)
            {
                budget.Hold(entry.Length, "the compressed entries of the archive up to here");
            }

            if (!_entries.TryAdd(entry.Name, entry))
            {
                throw _file.Fault($"the archive holds '{Printable.Short(entry.Name)}' twice");
            }

            at += length;
        }
    }

    private ZipEntry ReadEntry(ReadOnlySpan<byte> record, int nameLength, int extraLength)
    {
        string name = Encoding.UTF8.GetString(record.Slice(EntryLength, nameLength));
        int flags = UInt16(record, 8);
        int method = UInt16(record, 10);
        if ((flags & 1) != 0 || method is not (0 or 8))
        {
            throw _file.Fault($"archive entry '{Printable.Short(name)}' is encrypted or compressed by method {method}, expected stored or deflated");
        }

        long stored = UInt32(record, 20);
        long length = UInt32(record, 24);
        long header = UInt32(record, 42);
        ReadExtra64(record.Slice(EntryLength + nameLength, extraLength), ref length, ref stored, ref header);
        if (header < 0 || header > _directoryStart || stored < 0 || stored > _directoryStart || length < 0 || (method == 0 && length != stored))
        {
            throw _file.Fault(
                $"archive entry '{Printable.Short(name)}' claims {stored} bytes at byte {header}, {length} decompressed, which does not fit the file");
        }

        return new ZipEntry(name, header, stored, length, method == 8);
    }

    /// <summary>Sizes that do not fit 32 bits stand in an extra field, in this order.</summary>
    private static void ReadExtra64(ReadOnlySpan<byte> extra, ref long length, ref long stored, ref long header)
    {
        while (extra.Length >= 4)
        {
            int id = UInt16(extra, 0);
            int size = Math.Min(UInt16(extra, 2), extra.Length - 4);
            ReadOnlySpan<byte> field = extra.Slice(4, size);
            if (id == 1)
            {
                Widen(ref length, ref field);
                Widen(ref stored, ref field);
                Widen(ref header, ref field);
            }

            extra = extra[(4 + size)..];
        }
    }

    private static void Widen(ref long value, ref ReadOnlySpan<byte> field)
    {
        if (value == uint.MaxValue && field.Length >= 8)
        {
            value = Int64(field, 0);
            field = field[8..];
        }
    }

    private static int UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static long UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static long Int64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);
}

/// <summary>One entry of an archive: where its local header starts in the file, its bytes in the archive, and once decompressed.</summary>
/// <remarks>The name is a path in the archive, with <c>/</c> between folders, and is never used as a path of a file.</remarks>
internal sealed record ZipEntry(string Name, long HeaderPosition, long StoredLength, long Length, bool IsDeflated);
