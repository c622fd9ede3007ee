using System.Text.Json.Nodes;

namespace SeCo.Configuration;

/// <summary>The JSON schema of a run's settings: what editors complete and explain keys with. It is made of the option records and their documentation, as
/// docs/configuration.md is, and comes with the library.</summary>
public static class ConfigurationSchema
{
    /// <summary>Its name among the schemas.</summary>
    public const string Kind = "config";

    private static readonly Lazy<string> Loaded = new(() =>
    {
        using StreamReader reader = new(typeof(ConfigurationSchema).Assembly.GetManifestResourceStream("SeCo.Configuration.config.json")!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    });

    private static readonly Lazy<JsonObject> Root = new(() => JsonNode.Parse(Text)!.AsObject());

    /// <summary>The schema as text, with a line break at its end.</summary>
    public static string Text => Loaded.Value;

    /// <summary>What is known to begin with a text, for <c>--set</c>: the next part of a key, which ends in <c>.</c> where it is a section and in <c>=</c>
    /// where a value follows, or, after <c>=</c>, the key with each of its values that has a name.</summary>
    /// <param name="begun">A part of <c>section.key=value</c>, perhaps empty.</param>
    public static IReadOnlyList<string> Complete(string begun)
    {
        ArgumentNullException.ThrowIfNull(begun);
        int equals = begun.IndexOf('=', StringComparison.Ordinal), dot = begun.LastIndexOf('.');
        IEnumerable<string> known = equals >= 0
            ? ValuesOf(Find(begun[..equals])).Select(value => $"{begun[..equals]}={value}")
            : Properties(dot < 0 ? Root.Value : Find(begun[..dot])).Select(p => begun[..(dot + 1)] + p.Key + (p.Value?["properties"] is null ? "=" : "."));
        return [.. known.Where(text => text.StartsWith(begun, StringComparison.Ordinal))];
    }

    /// <summary>What the documentation says of a key or section; null where there is none.</summary>
    internal static string? About(string key) => (string?)Find(key)?["description"];

    private static JsonNode? Find(string key) => key.Split('.').Aggregate<string, JsonNode?>(Root.Value, (node, part) => node?["properties"]?[part]);

    private static JsonObject Properties(JsonNode? section) => section?["properties"]?.AsObject() ?? [];

    private static IEnumerable<string> ValuesOf(JsonNode? key) =>
        key?["enum"] is JsonArray names ? names.OfType<JsonNode>().Select(name => (string)name!)
        : key?["type"] is JsonValue type && (string)type! == "boolean" ? ["true", "false"]
        : [];
}
