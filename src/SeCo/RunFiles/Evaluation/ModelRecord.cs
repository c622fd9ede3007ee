namespace SeCo.RunFiles;

/// <summary>The measures of a model.</summary>
/// <param name="Name">The model: <c>source only</c>, <c>adapted (last epoch)</c>, <c>adapted (best epoch by …)</c>.</param>
/// <param name="Epoch">Epochs it was trained; null for the source model.</param>
/// <param name="ChosenBy">What chose the epoch: null in the file where nothing did, and empty here; null for the source model, whose file has no such
/// field.</param>
public sealed record ModelRecord(
    string Name, int? Epoch = null, [property: JsonConverter(typeof(EmptyAsNull))] string? ChosenBy = null) : ScoresRecord;

/// <summary>An empty text is null in JSON, and comes back as empty. A text that is null is left out.</summary>
internal sealed class EmptyAsNull : JsonConverter<string>
{
    public override bool HandleNull => true;

    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString() ?? string.Empty;

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value is { Length: > 0 } ? value : null);
}
