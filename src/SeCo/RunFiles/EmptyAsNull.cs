using System.Text.Json;
using System.Text.Json.Serialization;

namespace SeCo.RunFiles;

/// <summary>An empty text is null in JSON, and comes back as empty. A text that is null is left out.</summary>
internal sealed class EmptyAsNull : JsonConverter<string>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString() ?? string.Empty;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value is { Length: > 0 } ? value : null);
}
