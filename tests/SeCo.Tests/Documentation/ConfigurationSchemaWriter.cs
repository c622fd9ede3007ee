using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SeCo.Configuration;
using SeCo.Pipeline;

namespace SeCo.Tests.Documentation;

/// <summary>Builds <c>docs/schemas/config.json</c> from the option records and their XML documentation.</summary>
internal static class ConfigurationSchemaWriter
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Build()
    {
        XmlDocumentation documentation = ConfigurationReference.Documentation();
        JsonObject root = Section(documentation, new RunOptions(), "object");
        root.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        root.Insert(1, "title", "Settings of a run of SeCo");
        root.Insert(2, "description", documentation.Of(typeof(RunOptions)));
        return root.ToJsonString(Indented) + "\n";
    }

    private static JsonObject Section(XmlDocumentation documentation, object options, JsonNode type)
    {
        JsonObject properties = [];
        foreach (PropertyInfo property in OptionsBinder.PropertiesOf(options.GetType()))
        {
            object? value = property.GetValue(options);
            JsonObject node = OptionsBinder.IsSection(property.PropertyType)
                ? Section(documentation, value ?? Activator.CreateInstance(property.PropertyType)!, Types("object", "null"))
                : Key(property.PropertyType, value, documentation);
            string more = node["enum"] is JsonArray && node["description"] is JsonValue values ? $"\n\n{values}" : string.Empty;
            node["description"] = documentation.Of(property) + more;
            properties.Add(OptionsBinder.KeyOf(property), node);
        }

        return new JsonObject { ["type"] = type, ["properties"] = properties, ["additionalProperties"] = false };
    }

    private static JsonObject Key(Type type, object? value, XmlDocumentation documentation)
    {
        Type bare = Nullable.GetUnderlyingType(type) ?? type;
        (string Name, string About)[]? choices =
            bare.IsEnum ? [.. bare.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (OptionsBinder.KeyOf(field), documentation.Of(field)))]
            : OptionsBinder.VariantsOf(bare)?.Select(variant => (variant.Name, variant.About)).ToArray();
        bool mayBeNull = bare != type || bare == typeof(string);
        if (choices is not null)
        {
            return new JsonObject
            {
                ["enum"] = new JsonArray([.. choices.Select(c => (JsonNode)c.Name), .. mayBeNull ? [(JsonNode?)null] : Array.Empty<JsonNode?>()]),
                ["default"] = value switch { null => null, INamedOption variant => variant.Name, _ => OptionsBinder.NameOf(value) },
                ["description"] = string.Join('\n', choices.Select(c => $"- `{c.Name}`: {c.About}")),
            };
        }

        JsonObject node = OptionsBinder.ElementOf(bare) is { } element
            ? new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = TypeOf(element) } }
            : new JsonObject { ["type"] = mayBeNull ? Types(TypeOf(bare), "null") : TypeOf(bare) };
        node["default"] = JsonSerializer.SerializeToNode(value);
        return node;
    }

    private static JsonArray Types(params string[] types) => new([.. types.Select(t => (JsonNode)t)]);

    private static string TypeOf(Type type) => OptionsBinder.IsSection(type) ? "object" : Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => "boolean",
        TypeCode.Int32 or TypeCode.Int64 or TypeCode.UInt64 => "integer",
        TypeCode.Double => "number",
        _ => "string",
    };
}
