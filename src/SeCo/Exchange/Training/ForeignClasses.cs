namespace SeCo.Exchange;

/// <summary>What the numbers of another program's classes mean in a class set.</summary>
/// <param name="file">The file or folder, for messages.</param>
/// <param name="own">Its classes by their numbers; null where it names none, and its numbers are the class set's.</param>
/// <param name="classes">The class set.</param>
internal sealed class ForeignClasses(string file, ClassSet? own, ClassSet classes)
{
    // A class that the set lacks matters only where a pixel has it; the background of others is no class unless the set has one of that name.
    private readonly byte?[] _ids = own is null ? [.. classes.Classes.Select(c => (byte?)c.Id)] : [.. own.Classes.Select(c => c.Name).Select(IdsOf(classes))];

    /// <summary>The id of a number; 255 where it is the background and no class.</summary>
    /// <exception cref="FormatException">No class has the number, or the class set lacks the class.</exception>
    public byte Of(int number) => number < 0 || number >= _ids.Length
        ? throw new FormatException($"class {number}, but {(own is null ? $"'{classes.Name}'" : file)} has 0 to {_ids.Length - 1}")
        : _ids[number] ?? throw Unknown(own!.Classes[number].Name, classes);

    /// <summary>Turns the numbers of a map into ids; 255 stays.</summary>
    /// <exception cref="DatasetException">A number without a class; names the place of the first.</exception>
    public LabelMap Apply(LabelMap labels, string place)
    {
        byte[] table = new byte[LabelMap.Ignore + 1];
        long[] counts = labels.Counts();
        for (int number = 0; number < table.Length; number++)
        {
            try
            {
                table[number] = counts[number] == 0 || number == LabelMap.Ignore ? LabelMap.Ignore : Of(number);
            }
            catch (FormatException fault)
            {
                int at = labels.Pixels.IndexOf((byte)number);
                throw new DatasetException($"{place}: the pixel at ({at % labels.Width}, {at / labels.Width}) has {fault.Message}.", fault);
            }
        }

        foreach (ref byte label in labels.Pixels)
        {
            label = table[label];
        }

        return labels;
    }

    /// <summary>Tells the id of a name; 255 for the background of others, null where the set has no such class.</summary>
    public static Func<string, byte?> IdsOf(ClassSet classes)
    {
        ClassNames names = new(classes);
        return name => names.Find(name) ?? (ClassSet.KeyOf(name) == ClassSet.KeyOf(CvatArchive.Background) ? LabelMap.Ignore : null);
    }

    /// <summary>The fault of a name that the set does not have.</summary>
    public static FormatException Unknown(string name, ClassSet classes) =>
        new($"the class '{name}', which '{classes.Name}' does not have. {Suggestion.WithAll(name, classes.Classes.Select(c => c.Name))}");
}
