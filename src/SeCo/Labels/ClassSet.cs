namespace SeCo.Labels;

/// <summary>The classes of a task: names, colours, stuff or thing. Ids are 0…K-1; 255 is ignore and belongs to no set.</summary>
public sealed partial class ClassSet
{
    /// <summary>Creates a class set.</summary>
    /// <param name="name">The set's name, as the command line knows it.</param>
    /// <param name="classes">The classes; ids must be 0…K-1 in order, names unique.</param>
    /// <exception cref="ArgumentException">No class, more than 255, ids out of order, or a name given twice.</exception>
    public ClassSet(string name, IReadOnlyList<SegmentationClass> classes)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(classes);
        if (classes.Count is 0 or > 255)
        {
            throw new ArgumentException($"Class set '{name}' has {classes.Count} classes, expected 1 to 255.", nameof(classes));
        }

        for (int i = 0; i < classes.Count; i++)
        {
            if (classes[i].Id != i)
            {
                throw new ArgumentException($"Class set '{name}': class '{classes[i].Name}' has id {classes[i].Id}, expected {i}.", nameof(classes));
            }
        }

        string? twice = classes.GroupBy(c => c.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1)?.Key;
        if (twice is not null)
        {
            throw new ArgumentException($"Class set '{name}' names the class '{twice}' twice.", nameof(classes));
        }

        Name = name;
        Classes = classes;
    }

    /// <summary>The set's name.</summary>
    public string Name { get; }

    /// <summary>The classes, by id.</summary>
    public IReadOnlyList<SegmentationClass> Classes { get; }

    /// <summary>K, the number of classes.</summary>
    public int Count => Classes.Count;
}
