using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace SeCo.RunFiles;

/// <summary>One kind of JSON file that SeCo writes: what it is called, its version, and the schema of its content.</summary>
public abstract class RunFile
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = Encoder };

    private protected RunFile(string kind, int version, string about, JsonTypeInfo content)
    {
        (Kind, Version, About, Content) = (kind, version, about, content);
    }

    /// <summary>The kind, as the file's <c>format</c> names it: <c>noise-model</c>.</summary>
    public string Kind { get; }

    /// <summary>The version that is written. Older ones are read.</summary>
    public int Version { get; }

    /// <summary>Where the file lies and what it tells, in a sentence.</summary>
    public string About { get; }

    private protected JsonTypeInfo Content { get; }

    // Run lengths are full of characters that the default encoder escapes for HTML's sake, and none of these files goes into a web page.
    private protected static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>The options of a context, with characters as they are.</summary>
    internal static JsonSerializerOptions Relaxed(JsonSerializerContext context) => new(context.Options) { Encoder = Encoder };

    /// <summary>The JSON schema of the file.</summary>
    public JsonNode Schema()
    {
        JsonNode schema = Content.GetJsonSchemaAsNode(new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,

            // Their converter hides what they are from the exporter.
            TransformSchemaNode = (place, node) => place.TypeInfo.Converter is FiniteNumber
                ? new JsonObject { ["type"] = new JsonArray("number", "null") }
                : node,
        });
        if (schema is not JsonObject content)
        {
            throw new InvalidOperationException($"{Kind}: no schema of an object or a list.");
        }

        content.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        content.Insert(1, "title", $"seco.{Kind}, version {Version}");
        content.Insert(2, "description", About);
        return content;
    }

    /// <summary>The JSON schema as text, with a line break at its end.</summary>
    public string SchemaText() => Schema().ToJsonString(Indented) + "\n";
}
