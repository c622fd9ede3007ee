namespace SeCo.RunFiles;

/// <summary>A class set inside another file, with everything that its own file says: a user's set need not be where that file goes.</summary>
internal sealed record ClassSetRecord(string Name, IReadOnlyList<ClassRecord> Classes);

/// <summary>A class: <c>stuff</c> or <c>thing</c>, and its colour as six hexadecimal digits.</summary>
internal sealed record ClassRecord(string Name, string Kind, [property: JsonConverter(typeof(HexColor))] string Color);

/// <summary>A colour as text; questions of version 1 have a list of its parts.</summary>
internal sealed class HexColor : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString()!;
        }

        Span<double> rgb = stackalloc double[3];
        Numbers.Read(ref reader, rgb);
        foreach (double part in rgb)
        {
            if (part is not (>= 0 and <= 255))
            {
                throw new JsonException("must be three numbers from 0 to 255");
            }
        }

        return Convert.ToHexStringLower([(byte)rgb[0], (byte)rgb[1], (byte)rgb[2]]);
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
