using System.Globalization;

namespace SeCo.Imaging.Codecs;

/// <summary>The header of a NumPy file: a Python dictionary of exactly three entries (NumPy enhancement proposal 1).</summary>
internal ref struct NpyHeader
{
    private const int MaxAxes = 32;
    private readonly string _name;
    private readonly ReadOnlySpan<char> _text;
    private int _position;

    private NpyHeader(ReadOnlySpan<char> text, string name)
    {
        _text = text;
        _name = name;
    }

    /// <summary>Reads the dictionary. Nothing in it is ever executed.</summary>
    /// <exception cref="ImageFormatException">Any other text than NumPy writes, or a type that is not read.</exception>
    public static (NpyType Type, bool FortranOrder, int[] Shape) Parse(ReadOnlySpan<char> text, string name) => new NpyHeader(text, name).Read();

    private (NpyType Type, bool FortranOrder, int[] Shape) Read()
    {
        NpyType? type = null;
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

    private NpyType ReadType()
    {
        SkipSpace();
        if (_position < _text.Length && _text[_position] == '[')
        {
            throw new ImageFormatException($"{_name}: an array of records, expected one of {NpyTypes.Names}. Save one field alone.");
        }

        string found = ReadString();
        return NpyTypes.Parse(found)
            ?? throw new ImageFormatException($"{_name}: elements of type '{found}', expected one of {NpyTypes.Names}. Convert with astype before numpy.save.");
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

    private readonly ImageFormatException Wrong(string what) => new($"{_name}: the NumPy header {what}. Save the array again with numpy.save.");
}
