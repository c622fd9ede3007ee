namespace SeCo.RunFiles;

/// <summary>A number that is not finite is null in JSON, which has no text for it, and comes back as not a number.</summary>
internal class FiniteNumber : JsonConverter<double>
{
    public override bool HandleNull => true;

    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? double.NaN : PythonReal.Read(ref reader);

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value))
        {
            WriteFinite(writer, value);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    protected virtual void WriteFinite(Utf8JsonWriter writer, double value) => writer.WriteNumberValue(value);
}
