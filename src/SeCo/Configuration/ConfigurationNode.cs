namespace SeCo.Configuration;

/// <summary>A value of a configuration before it is bound to options: a text, a list, or named values.</summary>
internal abstract record ConfigurationNode(string Location);

/// <summary>A text, or null for an empty value.</summary>
internal sealed record ScalarNode(string? Value, string Location) : ConfigurationNode(Location);

/// <summary>A list.</summary>
internal sealed record ListNode(List<ConfigurationNode> Items, string Location) : ConfigurationNode(Location);

/// <summary>Named values, in the order of the file.</summary>
internal sealed record MappingNode(Dictionary<string, ConfigurationNode> Values, string Location) : ConfigurationNode(Location)
{
    public static MappingNode Empty(string location) => new(new Dictionary<string, ConfigurationNode>(StringComparer.Ordinal), location);
}
