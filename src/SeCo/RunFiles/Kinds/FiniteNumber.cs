using System.Text.Json;
using System.Text.Json.Serialization;

namespace SeCo.RunFiles;

/// <summary>A number that is not finite is null in JSON, which has no text for it, and comes back as not a number.</summary>
internal sealed class FiniteNumber : JsonConverter<double>
{
    public override bool HandleNull => true;

    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Null => double.NaN,
        JsonTokenType.Number when reader.TryGetDouble(out double value) && double.IsFinite(value) => value, // 1e999 is read as infinity
        _ => throw new JsonException("must be a finite number"),
    };

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
