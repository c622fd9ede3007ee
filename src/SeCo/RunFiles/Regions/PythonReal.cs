namespace SeCo.RunFiles;

/// <summary>A finite number: the shortest text that reads back as the same number, with ".0" where it would look like an integer,
/// as Python writes it.</summary>
internal sealed class PythonReal : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => Write(writer, value);

    internal static double Read(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out double value) && double.IsFinite(value)
            ? value
            : throw new JsonException("must be a finite number");

    internal static void Write(Utf8JsonWriter writer, double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        writer.WriteRawValue(text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0");
    }
}

/// <summary>A whole number; <c>12.0</c>, as some programs write boxes, counts as one.</summary>
internal sealed class WholeNumber : JsonConverter<int>
{
    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out double value) && value == Math.Floor(value) && Math.Abs(value) <= int.MaxValue
            ? (int)value
            : throw new JsonException(reader.TokenType == JsonTokenType.Number ? "must be a whole number" : "must be a finite number");

    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}

/// <summary>Yes as 1 and no as 0; true and false are read too.</summary>
internal sealed class ZeroOrOne : JsonConverter<bool>
{
    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number => reader.TryGetInt32(out int value) && value != 0,
        _ => reader.TokenType == JsonTokenType.True,
    };

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteNumberValue(value ? 1 : 0);
}

/// <summary>A box as a list of x, y, width and height.</summary>
internal sealed class BoxJson : JsonConverter<Box>
{
    public override Box Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Span<double> xywh = stackalloc double[4];
        Numbers.Read(ref reader, xywh);
        foreach (double value in xywh)
        {
            if (value != Math.Floor(value) || Math.Abs(value) > int.MaxValue / 2)
            {
                throw new JsonException("must be a list of 4 whole numbers");
            }
        }

        return new Box((int)xywh[0], (int)xywh[1], (int)(xywh[0] + xywh[2]), (int)(xywh[1] + xywh[3]));
    }

    public override void Write(Utf8JsonWriter writer, Box value, JsonSerializerOptions options) =>
        Numbers.Write(writer, value.X0, value.Y0, value.Width, value.Height);
}

/// <summary>A point as a list of x and y.</summary>
internal class PointJson : JsonConverter<ImagePoint>
{
    public override ImagePoint Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Span<double> xy = stackalloc double[2];
        Numbers.Read(ref reader, xy);
        return new ImagePoint(xy[0], xy[1]);
    }

    public override void Write(Utf8JsonWriter writer, ImagePoint value, JsonSerializerOptions options) => Numbers.Write(writer, value.X, value.Y);
}

/// <summary>Lists of a known number of numbers.</summary>
internal static class Numbers
{
    /// <summary>Reads a list; the reader stands on its opening bracket and ends on its closing one.</summary>
    /// <exception cref="JsonException">It is no list of as many finite numbers.</exception>
    public static void Read(ref Utf8JsonReader reader, scoped Span<double> values)
    {
        bool isList = reader.TokenType == JsonTokenType.StartArray;
        for (int i = 0; isList && i < values.Length; i++)
        {
            isList = reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out values[i]) && double.IsFinite(values[i]);
        }

        if (!isList || !reader.Read() || reader.TokenType != JsonTokenType.EndArray)
        {
            throw new JsonException($"must be a list of {values.Length} numbers");
        }
    }

    /// <summary>Writes a list.</summary>
    public static void Write(Utf8JsonWriter writer, params ReadOnlySpan<double> values)
    {
        writer.WriteStartArray();
        foreach (double value in values)
        {
            writer.WriteNumberValue(value);
        }

        writer.WriteEndArray();
    }
}
