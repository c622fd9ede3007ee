using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace SeCo.Checkpoints;

/// <summary>What a NumPy file says before its values.</summary>
/// <param name="Type">The element type.</param>
/// <param name="IsFortranOrder">The first axis is innermost.</param>
/// <param name="Shape">The length of each axis.</param>
/// <param name="ByteCount">Bytes of all values; the stream has as many left.</param>
internal sealed record NpyHeader(DType Type, bool IsFortranOrder, int[] Shape, long ByteCount)
{
    private const int MaxHeader = 1 << 16;

    /// <summary>How every file starts.</summary>
    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads the header of a stream that can seek, and checks that the values follow.</summary>
    /// <exception cref="CheckpointException">Not a NumPy file, damaged, cut short, or of a type that is not read.</exception>
    public static NpyHeader Read(Stream stream, string name)
    {
        (DType type, bool fortran, int[] shape) = NpyHeaderText.Parse(ReadText(stream, name), name);
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
}

/// <summary>The text of a header: a Python dictionary of exactly three entries (NumPy enhancement proposal 1).</summary>
internal ref struct NpyHeaderText
{
    private const int MaxAxes = 32;

    private readonly string _name;
    private readonly ReadOnlySpan<char> _text;
    private int _position;

    private NpyHeaderText(ReadOnlySpan<char> text, string name)
    {
        _text = text;
        _name = name;
    }

    /// <summary>Reads the dictionary. Nothing in it is ever executed.</summary>
    /// <exception cref="CheckpointException">Any other text than NumPy writes, or a type that is not read.</exception>
    public static (DType Type, bool FortranOrder, int[] Shape) Parse(ReadOnlySpan<char> text, string name) => new NpyHeaderText(text, name).Read();

    private (DType Type, bool FortranOrder, int[] Shape) Read()
    {
        DType? type = null;
        bool? fortran = null;
        int[]? shape = null;
        Expect('{');
        while (!Take('}'))
        {
            string key = ReadString();
            Expect(':');
            switch (key)
            {
                case "descr" when type is null:
                    type = ReadType();
                    break;
                case "fortran_order" when fortran is null:
                    fortran = ReadBoolean();
                    break;
                case "shape" when shape is null:
                    shape = ReadShape();
                    break;
                default:
                    throw Wrong($"has the entry '{key}'");
            }

            if (!Take(','))
            {
                Expect('}');
                break;
            }
        }

        SkipSpace();
        return type is null || fortran is null || shape is null || _position < _text.Length
            ? throw Wrong("does not hold descr, fortran_order and shape, and nothing else")
            : (type.Value, fortran.Value, shape);
    }

    private DType ReadType()
    {
        SkipSpace();
        if (_position < _text.Length && _text[_position] == '[')
        {
            throw new CheckpointException($"{_name}: an array of records, expected one of {DTypes.NumpyNames}. Save one field alone.");
        }

        string found = ReadString();
        // One byte has no order: <u1 is |u1.
        DTypeNames? type = Array.Find(
            DTypes.All, t => t.Numpy is { } known && (known == found || (t.Size == 1 && found is ['<' or '>' or '=', ..] && known[1..] == found[1..])));
        return type?.Type
            ?? throw new CheckpointException(
                $"{_name}: elements of type '{found}', expected one of {DTypes.NumpyNames}. Convert with astype before numpy.save.");
    }

    private bool ReadBoolean() => TakeWord("True") || (TakeWord("False") ? false : throw Wrong("has no True or False after fortran_order"));

    private int[] ReadShape()
    {
        List<int> shape = [];
        Expect('(');
        while (!Take(')'))
        {
            if (shape.Count == MaxAxes)
            {
                throw Wrong($"has more than {MaxAxes} axes");
            }

            shape.Add(ReadLength());
            if (!Take(','))
            {
                Expect(')');
                break;
            }
        }

        return [.. shape];
    }

    private int ReadLength()
    {
        SkipSpace();
        int start = _position;
        while (_position < _text.Length && char.IsAsciiDigit(_text[_position]))
        {
            _position++;
        }

        return int.TryParse(_text[start.._position], NumberStyles.None, CultureInfo.InvariantCulture, out int length)
            ? length
            : throw Wrong($"has no axis length from 0 to {int.MaxValue} at character {start}");
    }

    private string ReadString()
    {
        SkipSpace();
        if (_position < _text.Length && _text[_position] is '\'' or '"')
        {
            int length = _text[(_position + 1)..].IndexOf(_text[_position]);
            if (length >= 0)
            {
                string value = _text.Slice(_position + 1, length).ToString();
                _position += length + 2;
                return value;
            }
        }

        throw Wrong($"has no string at character {_position}");
    }

    private void Expect(char expected)
    {
        if (!Take(expected))
        {
            throw Wrong($"has no '{expected}' at character {_position}");
        }
    }

    private bool Take(char expected)
    {
        SkipSpace();
        bool found = _position < _text.Length && _text[_position] == expected;
        _position += found ? 1 : 0;
        return found;
    }

    private bool TakeWord(string word)
    {
        SkipSpace();
        bool found = _text[_position..].StartsWith(word);
        _position += found ? word.Length : 0;
        return found;
    }

    private void SkipSpace()
    {
        while (_position < _text.Length && _text[_position] is ' ' or '\n')
        {
            _position++;
        }
    }

    private readonly CheckpointException Wrong(string what) => new($"{_name}: the NumPy header {what}. Save the array again with numpy.save.");
}
