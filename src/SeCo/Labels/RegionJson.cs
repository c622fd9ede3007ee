using System.Text.Json;
using SeCo.Imaging;
using SeCo.Imaging.Rle;

namespace SeCo.Labels;

/// <summary>The few JSON values that region files and evaluation records are made of, each read with a clear fault.</summary>
internal static class RegionJson
{
    /// <summary>Steps to the value of the next field of an object; false on its closing brace.</summary>
    public static bool NextField(ref Utf8JsonReader reader, out string name)
    {
        Advance(ref reader);
        if (reader.TokenType == JsonTokenType.EndObject)
        {
            name = string.Empty;
            return false;
        }

        name = reader.GetString()!;
        Advance(ref reader);
        return true;
    }

    public static void ExpectObject(ref Utf8JsonReader reader, string field) => Expect(reader.TokenType == JsonTokenType.StartObject, field, "an object");

    public static void ExpectList(ref Utf8JsonReader reader, string field) => Expect(reader.TokenType == JsonTokenType.StartArray, field, "a list");

    public static string? Text(ref Utf8JsonReader reader, string field)
    {
        Expect(reader.TokenType == JsonTokenType.String, field, "a text");
        return reader.GetString();
    }

    public static double Real(ref Utf8JsonReader reader, string field)
    {
        double value = 0;
        Expect(reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out value) && double.IsFinite(value), field, "a finite number");
        return value;
    }

    /// <summary>An id that other programs chose: a text, or a whole number of any size, as its text.</summary>
    public static string Id(ref Utf8JsonReader reader, string field)
    {
        long value = 0;
        Expect(
            reader.TokenType == JsonTokenType.String || (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out value)),
            field,
            "a whole number or a text");
        return reader.TokenType == JsonTokenType.String ? reader.GetString()! : value.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>A whole number; <c>12.0</c>, as some writers of boxes have it, counts as one.</summary>
    public static int Integer(ref Utf8JsonReader reader, string field)
    {
        double value = Real(ref reader, field);
        Expect(value == Math.Floor(value) && Math.Abs(value) <= int.MaxValue, field, "a whole number");
        return (int)value;
    }

    public static int[] Integers(ref Utf8JsonReader reader, string field, int count)
    {
        int[] values = new int[count];
        ReadList(ref reader, field, values, Integer);
        return values;
    }

    public static double[] Reals(ref Utf8JsonReader reader, string field, int count)
    {
        double[] values = new double[count];
        ReadList(ref reader, field, values, Real);
        return values;
    }

    public static List<uint> Lengths(ref Utf8JsonReader reader, string field)
    {
        Expect(reader.TokenType == JsonTokenType.StartArray, field, "a text or a list of run lengths");
        List<uint> lengths = [];
        for (Advance(ref reader); reader.TokenType != JsonTokenType.EndArray; Advance(ref reader))
        {
            uint length = 0;
            Expect(reader.TokenType == JsonTokenType.Number && reader.TryGetUInt32(out length), field, "run lengths that are whole numbers from 0");
            lengths.Add(length);
        }

        return lengths;
    }

    public static List<ImagePoint> Points(ref Utf8JsonReader reader, string field)
    {
        Expect(reader.TokenType == JsonTokenType.StartArray, field, "a list of points");
        List<ImagePoint> points = [];
        for (Advance(ref reader); reader.TokenType != JsonTokenType.EndArray; Advance(ref reader))
        {
            Expect(reader.TokenType == JsonTokenType.StartArray, field, "points [x, y]");
            Advance(ref reader);
            double x = Real(ref reader, field);
            Advance(ref reader);
            points.Add(new ImagePoint(x, Real(ref reader, field)));
            Advance(ref reader);
            Expect(reader.TokenType == JsonTokenType.EndArray, field, "points [x, y]");
        }

        return points;
    }

    /// <summary>A COCO run-length mask, its runs as compressed text or as a list.</summary>
    /// <exception cref="ImageFormatException">The runs are malformed or do not fill the mask.</exception>
    public static RunLengthMask Mask(ref Utf8JsonReader reader, string field)
    {
        ExpectObject(ref reader, field);
        int[]? size = null;
        string? text = null;
        List<uint>? lengths = null;
        while (NextField(ref reader, out string name))
        {
            switch (name)
            {
                case "size":
                    size = Integers(ref reader, $"{field}.size", 2);
                    break;
                case "counts" when reader.TokenType == JsonTokenType.String:
                    text = reader.GetString();
                    break;
                case "counts":
                    lengths = Lengths(ref reader, $"{field}.counts");
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        (int height, int width) = size is null ? throw new FormatException($"no {field}.size") : (size[0], size[1]);
        if (height < 1 || width < 1 || (long)height * width > Array.MaxLength)
        {
            throw new FormatException($"{field}.size [{height}, {width}] is no possible image size");
        }

        return text is not null ? RunLengthMask.Parse(width, height, text)
            : RunLengthMask.FromCounts(width, height, (lengths ?? throw new FormatException($"no {field}.counts")).ToArray());
    }

    private delegate T ReadNumber<T>(ref Utf8JsonReader reader, string field);

    private static void ReadList<T>(ref Utf8JsonReader reader, string field, T[] values, ReadNumber<T> read)
    {
        Expect(reader.TokenType == JsonTokenType.StartArray, field, $"a list of {values.Length} numbers");
        for (int i = 0; i < values.Length; i++)
        {
            Advance(ref reader);
            values[i] = read(ref reader, field);
        }

        Advance(ref reader);
        Expect(reader.TokenType == JsonTokenType.EndArray, field, $"a list of {values.Length} numbers");
    }

    private static void Advance(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
        {
            throw new FormatException("the text ends too early");
        }
    }

    private static void Expect(bool condition, string field, string expected)
    {
        if (!condition)
        {
            throw new FormatException($"{field} must be {expected}");
        }
    }
}
