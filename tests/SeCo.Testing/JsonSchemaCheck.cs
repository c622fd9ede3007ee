using System.Text.Json;
using System.Text.Json.Nodes;

namespace SeCo.Testing;

/// <summary>Compares JSON with a schema, as far as the schemas of SeCo's files go; a keyword that is not known here is a fault, so that none is
/// passed over.</summary>
/// <remarks>Stricter than the standard in one way: a field that the schema does not name is a fault.</remarks>
public static class JsonSchemaCheck
{
    private static readonly HashSet<string> WithoutMeaning = ["$schema", "title", "description", "default"];

    /// <summary>What does not fit, with the place of each; empty where all does.</summary>
    public static IReadOnlyList<string> Faults(JsonNode schema, JsonNode? value)
    {
        List<string> faults = [];
        Compare(schema, schema, value, "$", faults);
        return faults;
    }

    private static void Compare(JsonNode root, JsonNode? schema, JsonNode? value, string at, List<string> faults)
    {
        if (schema is JsonValue known)
        {
            if (!known.GetValue<bool>())
            {
                faults.Add($"{at}: nothing is allowed here");
            }

            return;
        }

        foreach ((string keyword, JsonNode? rule) in schema!.AsObject())
        {
            switch (keyword)
            {
                case "$ref":
                    Compare(root, Resolve(root, (string)rule!), value, at, faults);
                    break;
                case "type":
                    string[] types = rule is JsonArray several ? [.. several.Select(t => (string)t!)] : [(string)rule!];
                    if (!types.Any(t => IsOf(t, value)))
                    {
                        faults.Add($"{at}: is {value?.ToJsonString() ?? "null"}, expected {string.Join(" or ", types)}");
                    }

                    break;
                case "enum":
                    if (!rule!.AsArray().Any(allowed => JsonNode.DeepEquals(allowed, value)))
                    {
                        faults.Add($"{at}: is {value?.ToJsonString() ?? "null"}, expected one of {rule.ToJsonString()}");
                    }

                    break;
                case "anyOf":
                    if (rule!.AsArray().All(way => !Fits(root, way, value)))
                    {
                        faults.Add($"{at}: fits none of {rule.ToJsonString()}");
                    }

                    break;
                case "properties" when value is JsonObject record:
                    foreach ((string name, JsonNode? field) in record)
                    {
                        if (rule!.AsObject().TryGetPropertyValue(name, out JsonNode? of))
                        {
                            Compare(root, of, field, $"{at}.{name}", faults);
                        }
                        else
                        {
                            faults.Add($"{at}.{name}: is not in the schema");
                        }
                    }

                    break;
                case "additionalProperties" when value is JsonObject table && schema["properties"] is null:
                    foreach ((string name, JsonNode? field) in table)
                    {
                        Compare(root, rule, field, $"{at}.{name}", faults);
                    }

                    break;
                case "required" when value is JsonObject record:
                    faults.AddRange(rule!.AsArray().Select(n => (string)n!).Where(n => !record.ContainsKey(n)).Select(n => $"{at}.{n}: is missing"));
                    break;
                case "items" when value is JsonArray list:
                    for (int i = 0; i < list.Count; i++)
                    {
                        Compare(root, rule, list[i], $"{at}[{i}]", faults);
                    }

                    break;
                case "properties" or "additionalProperties" or "required" or "items":
                    break;
                default:
                    if (!WithoutMeaning.Contains(keyword))
                    {
                        faults.Add($"{at}: the check does not know the keyword '{keyword}'");
                    }

                    break;
            }
        }
    }

    private static bool Fits(JsonNode root, JsonNode? schema, JsonNode? value)
    {
        List<string> faults = [];
        Compare(root, schema, value, string.Empty, faults);
        return faults.Count == 0;
    }

    // "#/properties/inputs/items"
    private static JsonNode Resolve(JsonNode root, string reference) => reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries)
        .Aggregate(root, (node, part) => node is JsonArray list ? list[int.Parse(part)]! : node[part]!);

    private static bool IsOf(string type, JsonNode? value) => value?.GetValueKind() switch
    {
        null => type == "null",
        JsonValueKind.Object => type == "object",
        JsonValueKind.Array => type == "array",
        JsonValueKind.String => type == "string",
        JsonValueKind.True or JsonValueKind.False => type == "boolean",
        _ => type == "number" || (type == "integer" && value.ToJsonString().All(c => char.IsAsciiDigit(c) || c == '-')),
    };
}
