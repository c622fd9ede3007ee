namespace SeCo.Checkpoints.Pickling;

/// <summary>The instructions that push a constant: numbers, strings, bytes, booleans, None.</summary>
internal static class PickleLiterals
{
    /// <summary>Longer integers than any checkpoint needs; turning text to number takes quadratic time.</summary>
    private const int MaxIntegerBytes = 1024;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the constant of an instruction; false where the instruction pushes none.</summary>
    public static bool TryRead(PickleInput input, PickleOpcode opcode, out object? value)
    {
        value = null;
        switch (opcode)
        {
            case PickleOpcode.None: break;
            case PickleOpcode.True: value = true; break;
            case PickleOpcode.False: value = false; break;
            case PickleOpcode.UInt8: value = (long)input.ReadByte(); break;
            case PickleOpcode.UInt16: value = (long)input.ReadUInt16(); break;
            case PickleOpcode.Int32: value = (long)input.ReadInt32(); break;
            case PickleOpcode.Long1: value = ReadInteger(input, input.ReadByte()); break;
            case PickleOpcode.Long4: value = ReadInteger(input, input.ReadUInt32()); break;
            case PickleOpcode.IntText or PickleOpcode.LongText: value = ReadIntegerText(input); break;
            case PickleOpcode.Float: value = input.ReadDoubleBigEndian(); break;
            case PickleOpcode.FloatText: value = ReadFloatText(input); break;
            case PickleOpcode.ShortUnicode: value = ReadText(input, input.ReadByte()); break;
            case PickleOpcode.Unicode: value = ReadText(input, input.ReadUInt32()); break;
            case PickleOpcode.Unicode8: value = ReadText(input, input.ReadUInt64()); break;
            // Python 2 wrote its byte strings, names among them, with these.
            case PickleOpcode.ShortString: value = Encoding.Latin1.GetString(input.Take(input.ReadByte())); break;
            case PickleOpcode.String: value = Encoding.Latin1.GetString(input.Take(input.ReadUInt32())); break;
            case PickleOpcode.StringText: value = ReadQuoted(input); break;
            case PickleOpcode.UnicodeText: value = ReadLine(input); break;
            case PickleOpcode.ShortBytes: value = input.Take(input.ReadByte()).ToArray(); break;
            case PickleOpcode.Bytes: value = input.Take(input.ReadUInt32()).ToArray(); break;
            case PickleOpcode.Bytes8: value = input.Take(input.ReadUInt64()).ToArray(); break;
            default: return false;
        }

        return true;
    }

    public static string ReadLine(PickleInput input) => Decode(input, input.TakeLine());

    /// <summary>A number of the memory, written as a line of text.</summary>
    public static uint ReadIndex(PickleInput input)
    {
        string text = ReadLine(input);
        return uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint index)
            ? index
            : throw input.Fault($"'{Printable.Short(text)}' is no number of a stored value");
    }

    private static string ReadText(PickleInput input, ulong length) => Decode(input, input.Take(length));

    private static string Decode(PickleInput input, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw input.Fault($"a string of {bytes.Length} bytes is not UTF-8");
        }
    }

    private static object ReadInteger(PickleInput input, uint length) => length <= MaxIntegerBytes
        ? Narrow(new BigInteger(input.Take(length)))
        : throw input.Fault($"an integer has {length} bytes, expected at most {MaxIntegerBytes}");

    private static object ReadIntegerText(PickleInput input)
    {
        string text = ReadLine(input);
        if (text is "00" or "01")
        {
            return text == "01";
        }

        return text.Length <= MaxIntegerBytes
            && BigInteger.TryParse(text.TrimEnd('L'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger value)
            ? Narrow(value)
            : throw input.Fault($"'{Printable.Short(text)}' is no integer");
    }

    private static double ReadFloatText(PickleInput input)
    {
        string text = ReadLine(input);
        return text switch
        {
            "nan" => double.NaN,
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                ? value
                : throw input.Fault($"'{Printable.Short(text)}' is no number"),
        };
    }

    /// <summary>A string in quotes; only those without escapes, which names and paths have no need of.</summary>
    private static string ReadQuoted(PickleInput input)
    {
        string text = ReadLine(input);
        bool isPlain = text.Length >= 2 && text[0] is '\'' or '"' && text[^1] == text[0] && !text.Contains('\\');
        return isPlain ? text[1..^1] : throw input.Fault($"the quoted string {Printable.Short(text)} is malformed or has escapes, which are not read");
    }

    /// <summary>A long where the integer fits one.</summary>
    private static object Narrow(BigInteger value)
    {
        object number = value;
        if (value >= long.MinValue && value <= long.MaxValue)
        {
            number = (long)value;
        }

        return number;
    }
}
