namespace SeCo.Exchange;

/// <summary>The classes that other programs' label names mean.</summary>
internal sealed class ClassNames(ClassSet classes)
{
    private readonly Dictionary<string, byte> _ids = classes.Classes.ToDictionary(c => ClassSet.KeyOf(c.Name), c => (byte)c.Id, StringComparer.Ordinal);

    /// <summary>The id of a class; null where no class has the name.</summary>
    public byte? Find(string name) => _ids.TryGetValue(ClassSet.KeyOf(name), out byte id) ? id : null;

    /// <summary>The id of a class.</summary>
    /// <exception cref="FormatException">No class has the name.</exception>
    public byte Of(string name) =>
        Find(name) ?? throw new FormatException(
            $"no class of '{classes.Name}' is called '{name}'. {Suggestion.WithAll(name, classes.Classes.Select(c => c.Name))}");
}
