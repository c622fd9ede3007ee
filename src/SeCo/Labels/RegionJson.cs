using System.Text.Json;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.RunFiles;

namespace SeCo.Labels;

/// <summary>The few JSON values that mask files are made of, each read with a clear fault.</summary>
internal static class RegionJson
{
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

    public static List<ImagePoint> Points(ref Utf8JsonReader reader, string field)
    {
        Expect(reader.TokenType == JsonTokenType.StartArray, field, "a list of points");
        List<ImagePoint> points = [];
        for (reader.Read(); reader.TokenType != JsonTokenType.EndArray; reader.Read())
        {
            double[] xy = Reals(ref reader, field, 2);
            points.Add(new ImagePoint(xy[0], xy[1]));
        }

        return points;
    }

    /// <summary>A COCO run-length mask, its runs as compressed text or as a list.</summary>
    /// <exception cref="ImageFormatException">The runs are malformed or do not fill the mask.</exception>
    public static RunLengthMask Mask(ref Utf8JsonReader reader, string field)
    {
        Expect(reader.TokenType == JsonTokenType.StartObject, field, "an object");
        try
        {
            return JsonSerializer.Deserialize(ref reader, RegionListJson.Plain.RunLengthRecord)!.ToMask();
        }
        catch (JsonException fault)
        {
            throw new FormatException($"{field}: {JsonFault.Of(fault)}", fault);
        }
    }

    private delegate T ReadNumber<T>(ref Utf8JsonReader reader, string field);

    private static void ReadList<T>(ref Utf8JsonReader reader, string field, T[] values, ReadNumber<T> read)
    {
        Expect(reader.TokenType == JsonTokenType.StartArray, field, $"a list of {values.Length} numbers");
        for (int i = 0; i < values.Length; i++)
        {
            reader.Read();
            values[i] = read(ref reader, field);
        }

        Expect(reader.Read() && reader.TokenType == JsonTokenType.EndArray, field, $"a list of {values.Length} numbers");
    }

    private static void Expect(bool condition, string field, string expected)
    {
        if (!condition)
        {
            throw new FormatException($"{field} must be {expected}");
        }
    }
}
