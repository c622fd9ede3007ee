using System.Text.RegularExpressions;

namespace SeCo.Checkpoints;

/// <summary>What a NumPy file says before its values; the stream has as many bytes left. In Fortran order the first axis is innermost.</summary>
internal sealed partial record NpyHeader(DType Type, bool IsFortranOrder, int[] Shape, long ByteCount)
{
    private const int MaxHeader = 1 << 16;
    private const int MaxAxes = 32;

    /// <summary>How every file starts.</summary>
    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads the header of a stream that can seek, and checks that the values follow.</summary>
    public static NpyHeader Read(Stream stream, string name)
    {
        (DType type, bool fortran, int[] shape) = Parse(ReadText(stream, name), name);
        UInt128 bytes = (UInt128)type.ElementSize();
        foreach (int length in shape)
        {
            // 32 axes of 2^31 would pass 2^128; nothing beyond an array's limit needs to be told apart.
            bytes = UInt128.Min(bytes, ulong.MaxValue) * (UInt128)length;
        }

        long left = stream.Length - stream.Position;
        return bytes <= (UInt128)left
            ? new NpyHeader(type, fortran, shape, (long)bytes)
            : throw new CheckpointException(
                $"{name}: shape ({string.Join(", ", shape)}) of {type.Names().Numpy} needs {bytes} bytes, but {left} are left. The file is cut short.");
    }

    private static string ReadText(Stream stream, string name)
    {
        Span<byte> start = stackalloc byte[12];
        Span<byte> magic = start[..8];
        if (stream.ReadAtLeast(magic, 8, throwOnEndOfStream: false) < 8 || !magic.StartsWith(Magic))
        {
            throw new CheckpointException($"{name}: does not begin as a NumPy file does. Save the array with numpy.save (not savez, not pickle).");
        }

        (int major, int minor) = (magic[6], magic[7]);
        if (major is < 1 or > 3 || minor != 0)
        {
            throw new CheckpointException($"{name}: NumPy format version {major}.{minor}, expected 1.0, 2.0 or 3.0.");
        }

        Span<byte> size = start[8..(major == 1 ? 10 : 12)];
        uint length = stream.ReadAtLeast(size, size.Length, throwOnEndOfStream: false) < size.Length ? 0
            : major == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(size)
            : BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (length > MaxHeader || length > stream.Length - stream.Position || length == 0)
        {
            throw new CheckpointException(
                $"{name}: the NumPy header has {length} bytes, expected 1 to {MaxHeader}, and no more than the file. The file is damaged.");
        }

        byte[] text = new byte[length];
        stream.ReadExactly(text);
        return Encoding.UTF8.GetString(text);
    }

    /// <summary>Reads the text: a Python dictionary of exactly three entries (NumPy enhancement proposal 1). Nothing in it is ever executed.</summary>
    private static (DType Type, bool IsFortranOrder, int[] Shape) Parse(string text, string name)
    {
        if (text.Contains('['))
        {
            throw new CheckpointException($"{name}: an array of records, expected one of {DTypes.NumpyNames}. Save one field alone.");
        }

        Match match = Dictionary().Match(text);
        string[] keys = [.. match.Groups["key"].Captures.Select(c => c.Value)], values = [.. match.Groups["value"].Captures.Select(c => c.Value)];
        if (keys.Except(["descr", "fortran_order", "shape"]).FirstOrDefault() is { } unknown)
        {
            throw Wrong($"has the entry '{Printable.Short(unknown)}'");
        }

        return keys.Length == 3 && keys.Distinct().Count() == 3
            ? (ParseType(Value("descr")), ParseBoolean(Value("fortran_order")), ParseShape(Value("shape")))
            : throw Wrong("does not hold descr, fortran_order and shape, and nothing else");

        string Value(string key) => values[Array.IndexOf(keys, key)];

        DType ParseType(string value)
        {
            // One byte has no order: <u1 is |u1.
            string found = value.Trim('\'', '"');
            DTypeNames? type = Array.Find(
                DTypes.All, t => t.Numpy is { } known && (known == found || (t.Size == 1 && found is ['<' or '>' or '=', ..] && known[1..] == found[1..])));
            return type?.Type
                ?? throw new CheckpointException(
                    $"{name}: elements of type '{Printable.Short(found)}', expected one of {DTypes.NumpyNames}. Convert with astype before numpy.save.");
        }

        bool ParseBoolean(string value) => value == "True" || (value == "False" ? false : throw Wrong("has no True or False after fortran_order"));

        int[] ParseShape(string value)
        {
            string[] lengths = value is ['(', .. string inner, ')'] ? inner.Split(',', StringSplitOptions.TrimEntries) : [value];
            lengths = lengths[^1].Length == 0 ? lengths[..^1] : lengths; // (3,) and ()
            return lengths.Length > MaxAxes ? throw Wrong($"has more than {MaxAxes} axes") : Array.ConvertAll(
                lengths, l => int.TryParse(l, NumberStyles.None, CultureInfo.InvariantCulture, out int length)
                    ? length
                    : throw Wrong($"has no axis length from 0 to {int.MaxValue} in '{Printable.Short(value)}'"));
        }

        CheckpointException Wrong(string what) => new($"{name}: the NumPy header {what}. Save the array again with numpy.save.");
    }

    /// <summary>Each part matches in one way only, so that no text takes long.</summary>
    [GeneratedRegex(
        """^\s*\{(\s*('(?<key>[^']*)'|"(?<key>[^"]*)")\s*:\s*(?<value>'[^']*'|"[^"]*"|\w+|\([\w\s,+-]*\)?)\s*(,|(?=\})))*\s*\}\s*$""",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Dictionary();
}
