namespace SeCo.Configuration;

/// <summary>The key of a property or enum value in configuration files, where snake case of its name is not what people write.</summary>
/// <param name="name">The key.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class ConfigurationNameAttribute(string name) : Attribute
{
    /// <summary>The key.</summary>
    public string Name { get; } = name;
}
