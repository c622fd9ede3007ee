namespace SeCo.Configuration;

/// <summary>Marks a property of an option record that is set by code only and is no key of configuration files.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotConfigurableAttribute : Attribute;
