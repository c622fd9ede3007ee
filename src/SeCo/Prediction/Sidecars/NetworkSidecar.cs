namespace SeCo.Prediction.Sidecars;

/// <summary>What a file of a network does not say of itself: how an image becomes its input, what its answer means, and its classes. For
/// <c>street.onnx</c> it is the YAML file <c>street.seco.yaml</c> beside it.</summary>
public sealed record NetworkSidecar
{
    /// <summary>The end of a sidecar's name.</summary>
    public const string Ending = ".seco.yaml";

    private const string MapKey = "class_map";

    /// <summary>What the network is shown.</summary>
    public SidecarInput Input { get; init; } = new();

    /// <summary>What it answers.</summary>
    public SidecarOutput Output { get; init; } = new();

    /// <summary>
    /// The class set of the outputs, in their order: a name, or a file in the sidecar's folder. Outputs beyond its classes stand for none. Null where
    /// <see cref="ClassNames"/> has them.
    /// </summary>
    public string? ClassSet { get; init; }

    /// <summary>The names of the outputs' classes, in their order, where no class set has them.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>The class set that is answered in where none is asked for, a name or a file in the sidecar's folder. Null: the network's own.</summary>
    public string? AnswerClasses { get; init; }

    /// <summary>
    /// Which of the network's classes make up each of <see cref="AnswerClasses"/>: a file in the sidecar's folder, or the lines themselves, as
    /// <c>Car: [car, truck]</c>. Null: as the class sets say it, or by equal names.
    /// </summary>
    public string? ClassMap { get; init; }

    /// <summary>The lines of <see cref="ClassMap"/>, where the sidecar has them itself.</summary>
    internal ConfigurationNode? ClassMapLines { get; init; }

    /// <summary>Where the sidecar of a network's file lies, whether it is there or not.</summary>
    public static string PathOf(string file) => Path.ChangeExtension(file, null) + Ending;

    /// <summary>Reads the sidecar of a network's file.</summary>
    /// <param name="file">The network's file.</param>
    /// <exception cref="FileNotFoundException">It has none; the message says how to get one.</exception>
    /// <exception cref="ConfigurationException">Unknown keys (with a suggestion) and values that cannot be, all reported together.</exception>
    public static NetworkSidecar Of(string file)
    {
        string path = PathOf(file);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException(
                $"{file}: says nothing of colours, range, classes and the meaning of its numbers; the file {path} must, which is not there. "
                + $"`seco model inspect {file} --write` proposes one.", path);
        }

        ConfigurationNode root = YamlReader.ReadFile(path);
        MappingNode? lines = root is MappingNode { Values: var values } && values.TryGetValue(MapKey, out ConfigurationNode? map) ? map as MappingNode : null;
        if (lines is not null)
        {
            ((MappingNode)root).Values.Remove(MapKey); // no option, and bound later, when both class sets are known
        }

        NetworkSidecar sidecar = OptionsBinder.Bind(new NetworkSidecar(), root, path, []) with { ClassMapLines = lines };
        string[] faults = [.. sidecar.Faults()];
        return faults.Length == 0 ? sidecar : throw new ConfigurationException(path, faults);
    }

    /// <summary>The class set of the outputs; null where the sidecar leaves it open.</summary>
    /// <param name="file">The network's file.</param>
    /// <exception cref="ConfigurationException">There is no such class set, or its file lies elsewhere.</exception>
    public ClassSet? Classes(string file) =>
        ClassNames.Count > 0 ? SeCo.Labels.ClassSet.OfNames(Path.GetFileNameWithoutExtension(file), ClassNames) : Resolve(ClassSet, file, "class_set");

    /// <summary>The class set that is answered in where none is asked for.</summary>
    /// <inheritdoc cref="Classes"/>
    public ClassSet? Answers(string file) => Resolve(AnswerClasses, file, "answer_classes") ?? Classes(file);

    /// <summary>The sidecar and the files that it names.</summary>
    internal IEnumerable<string> FilesOf(string file) => new[] { (ClassSet, "class_set"), (AnswerClasses, "answer_classes"), (ClassMap, "class_map") }
        .Where(f => f.Item1 is not null && (f.Item2 == MapKey || SeCo.Labels.ClassSet.IsFile(f.Item1))).Select(f => Beside(f.Item1!, file, f.Item2))
        .Prepend(PathOf(file));

    /// <summary>A file that the sidecar names, in its folder.</summary>
    internal static string Beside(string name, string file, string key) => ImageName.StaysInside(name)
        ? Path.Combine(Path.GetDirectoryName(file) ?? string.Empty, name)
        : throw new ConfigurationException(PathOf(file), [$"{key} is '{name}', expected a file in the sidecar's folder."]);

    private static ClassSet? Resolve(string? nameOrFile, string file, string key)
    {
        try
        {
            return nameOrFile is null ? null
                : SeCo.Labels.ClassSet.Resolve(SeCo.Labels.ClassSet.IsFile(nameOrFile) ? Beside(nameOrFile, file, key) : nameOrFile);
        }
        catch (ArgumentException fault)
        {
            throw new ConfigurationException(PathOf(file), [$"{key}: {fault.Message}"]);
        }
    }

    private IEnumerable<string> Faults()
    {
        if (ClassSet is not null && ClassNames.Count > 0)
        {
            yield return "class_set and class_names are both given, expected one of them.";
        }

        if (ClassNames.GroupBy(SeCo.Labels.ClassSet.KeyOf).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            yield return $"class_names has '{twice.First()}' twice.";
        }

        foreach (string fault in Input.Faults())
        {
            yield return fault;
        }
    }
}
