using System.Text.Json;

namespace SeCo.Reports;

/// <summary>Reads JSON of a run folder for people to look at: what is missing, or of another kind than expected, is left out.</summary>
internal static class JsonParts
{
    private const long Longest = 1L << 28;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Makes something of its root, an object.</param>
    /// <param name="notes">Told where the file is there and cannot be used.</param>
    /// <returns>What was made; null where there is no such file, or it cannot be used.</returns>
    public static T? Read<T>(string path, Func<JsonElement, T> read, ICollection<string> notes)
        where T : class
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            if (new FileInfo(path).Length > Longest)
            {
                throw new JsonException($"more than {Longest} bytes");
            }

            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(document.RootElement) : throw new JsonException("no object");
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            notes.Add($"{Path.GetFileName(path)} cannot be read: {fault.Message}");
            return null;
        }
    }

    /// <summary>A member; undefined where there is none.</summary>
    public static JsonElement Part(this JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out JsonElement part) ? part : default;

    /// <summary>A number; null where there is none.</summary>
    public static double? Number(this JsonElement owner, string name) =>
        owner.Part(name) is { ValueKind: JsonValueKind.Number } part && part.TryGetDouble(out double number) ? number : null;

    /// <summary>A whole number; null where there is none.</summary>
    public static long? Whole(this JsonElement owner, string name) =>
        owner.Part(name) is { ValueKind: JsonValueKind.Number } part && part.TryGetInt64(out long number) ? number : null;

    /// <summary>A text; null where there is none.</summary>
    public static string? Text(this JsonElement owner, string name) => owner.Part(name) is { ValueKind: JsonValueKind.String } part ? part.GetString() : null;

    /// <summary>The items of a list; none where there is no list.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement owner, string name) =>
        owner.Part(name) is { ValueKind: JsonValueKind.Array } part ? part.EnumerateArray() : [];

    /// <summary>The whole numbers of a list; 0 for what is none.</summary>
    public static long[] Wholes(this JsonElement owner, string name) =>
        [.. owner.Items(name).Select(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out long number) ? number : 0)];
}
