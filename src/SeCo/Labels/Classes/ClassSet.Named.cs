using System.Reflection;

namespace SeCo.Labels;

/// <content>The sets that come with the project, and sets from files.</content>
public sealed partial class ClassSet
{
    private const string Folder = "SeCo.Labels.Sets.";
    private const string Ending = ".yaml";

    /// <summary>The names of the sets that come with the project, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(ClassSet).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Folder, StringComparison.Ordinal))
            .Select(n => n[Folder.Length..^Ending.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>A set that comes with the project: <c>cityscapes19</c>, <c>synthia16</c>, <c>camvid11</c>, <c>potsdam5</c>, <c>endovis3</c>,
    /// <c>ade150</c>, <c>uavid8</c>, <c>loveda7</c>.</summary>
    /// <exception cref="ArgumentException">No set has that name; the message suggests one.</exception>
    public static ClassSet Named(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!Names.Contains(name, StringComparer.Ordinal))
        {
            throw new ArgumentException(
                $"There is no class set '{name}'. {Suggestion.WithAll(name, Names)} A set of your own is a YAML file, named by its path.", nameof(name));
        }

        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Folder + name + Ending)!;
        using StreamReader reader = new(stream);
        return ClassSetFile.Parse(reader.ReadToEnd(), name + Ending);
    }

    /// <summary>Reads a set from a YAML file.</summary>
    /// <remarks>Keys: <c>name</c>; <c>classes</c>, a list of <c>{name, color: [r, g, b] or "#rrggbb", kind: stuff or thing}</c> in the order of the ids; and,
    /// where wanted, <c>maps</c>: for each coding's name, the ids of that coding that mean each class, <c>{building: [2, 3]}</c>.</remarks>
    /// <exception cref="DatasetException">Malformed; every fault with file and line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ClassSet Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new DatasetException(Directory.Exists(path)
                ? $"{path}: is a folder, expected the YAML file of a class set."
                : $"{path}: there is no such file, and it was named as a class set. Name the YAML file relative to this folder, or one of the sets that are "
                    + $"built in: {string.Join(", ", Names)}.");
        }

        long length = new FileInfo(path).Length;
        return length <= YamlReader.MaximumLength
            ? ClassSetFile.Parse(File.ReadAllText(path), path)
            : throw new DatasetException($"{path}: has {length} bytes, expected a class set of at most {YamlReader.MaximumLength}.");
    }

    /// <summary>The set of a list of names that another program gives: a set of this project where it has these names in this order, else one with the
    /// colours of numbers, whose classes are things where sets of this project have things of their names. A name given again gets its number.</summary>
    /// <exception cref="ArgumentException">No name, or too many.</exception>
    internal static ClassSet OfNames(string name, IReadOnlyList<string> names)
    {
        ClassSet[] own = [.. Names.Select(Named)];
        HashSet<string> seen = new(StringComparer.Ordinal);
        return Array.Find(own, set => set.Classes.Select(c => KeyOf(c.Name)).SequenceEqual(names.Select(KeyOf))) ?? new ClassSet(name, [.. names.Select(
            (text, id) => new SegmentationClass(
                id, seen.Add(KeyOf(text)) ? text : $"{text} {id}", ClassColor.OfNumber(id + 1),
                own.Any(set => set.Find(text)?.Kind == ClassKind.Thing) ? ClassKind.Thing : ClassKind.Stuff))]);
    }

    /// <summary>The set as the YAML that <see cref="Load"/> reads, without its maps.</summary>
    internal string ToYaml() => $"name: {OptionsWriter.Quote(Name)}\nclasses:\n" + string.Concat(Classes.Select(c =>
        $"  - {{name: {OptionsWriter.Quote(c.Name)}, color: [{c.Color.R}, {c.Color.G}, {c.Color.B}], kind: {Word.Of(c.Kind)}}}\n"));

    /// <summary>The set as a record inside another file.</summary>
    internal ClassSetRecord ToRecord() =>
        new(Name, [.. Classes.Select(c => new ClassRecord(c.Name, Word.Of(c.Kind), $"{c.Color.R:x2}{c.Color.G:x2}{c.Color.B:x2}"))]);

    /// <summary>The set of a record inside another file, which is not trusted.</summary>
    /// <exception cref="FormatException">A kind or a colour that is none.</exception>
    /// <exception cref="ArgumentException">No class, too many, or two of one name.</exception>
    internal static ClassSet Of(ClassSetRecord record) => new(record.Name, [.. record.Classes.Select((c, id) =>
        Convert.FromHexString(c.Color) is [byte red, byte green, byte blue]
            ? new SegmentationClass(id, c.Name, (red, green, blue), Word.Parse<ClassKind>(c.Kind, "kind"))
            : throw new FormatException($"the color of class '{c.Name}' is '{c.Color}', expected six hexadecimal digits"))]);

    /// <summary>A set by its name, or by the path of its file where the text ends in <c>.yaml</c> or <c>.yml</c> or holds a folder.</summary>
    /// <exception cref="ArgumentException">No set has that name.</exception>
    /// <exception cref="DatasetException">The file is malformed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ClassSet Resolve(string nameOrPath)
    {
        ArgumentNullException.ThrowIfNull(nameOrPath);
        return IsFile(nameOrPath) ? Load(nameOrPath) : Named(nameOrPath);
    }

    /// <summary>Whether the name of a set is the path of a file.</summary>
    internal static bool IsFile(string nameOrPath) =>
        nameOrPath.Contains('/', StringComparison.Ordinal) || nameOrPath.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)
            || nameOrPath.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || nameOrPath.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);
}
