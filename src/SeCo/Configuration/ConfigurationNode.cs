namespace SeCo.Configuration;

/// <summary>A value of a configuration before it is bound to options: a text, a list, or named values.</summary>
internal abstract record ConfigurationNode(string Location);

/// <summary>A text, or null for an empty value.</summary>
internal sealed record ScalarNode(string? Value, string Location) : ConfigurationNode(Location)
{
    public override string ToString() => Value ?? string.Empty;
}

/// <summary>A list.</summary>
internal sealed record ListNode(List<ConfigurationNode> Items, string Location) : ConfigurationNode(Location)
{
    public override string ToString() => $"[{string.Join(", ", Items)}]";
}

/// <summary>Named values, in the order of the file.</summary>
internal sealed record MappingNode(Dictionary<string, ConfigurationNode> Values, string Location) : ConfigurationNode(Location)
{
    /// <summary>Where each key stands; a value may begin lines later.</summary>
    public Dictionary<string, string> KeyLocations { get; } = new(StringComparer.Ordinal);

    public static MappingNode Empty(string location) => new(new Dictionary<string, ConfigurationNode>(StringComparer.Ordinal), location);

    public override string ToString() => "named values";
}
