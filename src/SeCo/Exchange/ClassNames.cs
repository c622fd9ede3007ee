using SeCo.Configuration;

namespace SeCo.Exchange;

/// <summary>The classes that other programs' label names mean.</summary>
internal sealed class ClassNames(ClassSet classes)
{
    private readonly Dictionary<string, byte> _ids = classes.Classes.ToDictionary(c => c.Name, c => (byte)c.Id, StringComparer.OrdinalIgnoreCase);

    /// <summary>The id of a class; null where no class has the name.</summary>
    public byte? Find(string name) => _ids.TryGetValue(name.Trim(), out byte id) ? id : null;

    /// <summary>The id of a class.</summary>
    /// <exception cref="FormatException">No class has the name.</exception>
    public byte Of(string name) =>
        Find(name) ?? throw new FormatException($"no class of '{classes.Name}' is called '{name}'. {Suggestion.WithAll(name, _ids.Keys)}");
}
