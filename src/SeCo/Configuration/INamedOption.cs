namespace SeCo.Configuration;

/// <summary>A value of an option that is chosen by name, where each variant is a class of its own.
/// The base class lists all variants in a static property <c>All</c>.</summary>
public interface INamedOption
{
    /// <summary>The name in settings, in snake case.</summary>
    string Name { get; }

    /// <summary>What the variant is, for the list of settings.</summary>
    string About { get; }
}
