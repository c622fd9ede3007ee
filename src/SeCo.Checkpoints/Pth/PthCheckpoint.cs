namespace SeCo.Checkpoints;

/// <summary>The state dictionary in a PyTorch file: its root, or a section of it such as <c>state_dict</c>. Values that are no tensors are left out.</summary>
public sealed class PthCheckpoint : ICheckpoint
{
    private static readonly string[] UsualSections = ["state_dict", "model_state_dict", "model_state", "model", "net", "network", "weights"];

    private readonly PthFile _file;
    private readonly Dictionary<string, PthTensor> _tensors = new(StringComparer.Ordinal);

    private PthCheckpoint(PthFile file, params IEnumerable<(string Prefix, PickleMapping State)> states)
    {
        _file = file;
        List<string> names = [];
        foreach ((string name, PthTensor tensor) in states.SelectMany(s => Tensors(s.State).Select(t => (s.Prefix + t.Name, t.Tensor))))
        {
            names.Add(_tensors.TryAdd(name, tensor) ? name : throw Fault(file, $"two sections joined hold a tensor '{Printable.Short(name)}'"));
        }

        Names = names;
    }

    /// <inheritdoc/>
    public string Path => _file.Path;

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Finds the state dictionary in a file. The checkpoint owns the file from then on.</summary>
    /// <param name="file">The file; it is disposed with the checkpoint, or at once where this throws.</param>
    /// <param name="section">Where the state dictionary is: keys from the root on, with <c>/</c> between them. Null to find it: a section of a usual name
    /// (state_dict, model, net and the like) where just one holds tensors, else the root where it holds tensors, else the only section that does.</param>
    /// <param name="joined">Sections at the root that are one network together, where all are there and no section is given:
    /// see <see cref="CheckpointOptions.JoinedSections"/>.</param>
    /// <exception cref="CheckpointException">No section, or several, could be meant.</exception>
    public static PthCheckpoint From(PthFile file, string? section = null, IReadOnlyList<string>? joined = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        bool isJoined = section is null && joined is { Count: > 0 } && file.Root is PickleMapping root
            && joined.All(name => root.TryGetValue(name, out object? part) && part is PickleMapping);
        return file.HandTo(f => isJoined
            ? new PthCheckpoint(f, joined!.Select(name => ($"{name}.", Follow(f, name))))
            : new PthCheckpoint(f, ("", section is null ? Find(f) : Follow(f, section))));
    }

    /// <inheritdoc/>
    public bool Contains(string name) => _tensors.ContainsKey(name);

    /// <inheritdoc/>
    public TensorDescription Describe(string name)
    {
        PthTensor tensor = Tensor(name);
        return new TensorDescription(name, tensor.Type, tensor.Shape);
    }

    /// <inheritdoc/>
    public TensorData Read(string name) => Tensor(name).Read();

    /// <inheritdoc/>
    public void ReadInto(string name, Span<byte> destination) => Tensor(name).ReadInto(destination);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private PthTensor Tensor(string name) =>
        _tensors.TryGetValue(name, out PthTensor? tensor) ? tensor : throw Fault(_file, $"there is no tensor '{name}' among {Names.Count}");

    private static PickleMapping Find(PthFile file)
    {
        if (file.Root is not PickleMapping root)
        {
            throw Fault(file, $"the file holds {Kind(file.Root)}, expected a state dictionary or a dictionary with one in it");
        }

        List<(string Name, PickleMapping State)> sections = [.. Sections(root)];
        List<(string Name, PickleMapping State)> usual = sections.FindAll(s => UsualSections.Contains(s.Name));
        if (usual.Count == 1)
        {
            return usual[0].State;
        }

        if (usual.Count == 0 && Tensors(root).Any())
        {
            return root;
        }

        return sections.Count == 1 ? sections[0].State : throw Fault(file, sections.Count == 0
            ? $"no state dictionary was found: neither the root nor a section of it holds tensors. The root's keys are {Keys(root.Items.Select(i => i.Key))}"
            : $"several sections hold tensors: {Keys(sections.Select(s => s.Name))}. Say which one is the model's");
    }

    private static PickleMapping Follow(PthFile file, string section)
    {
        object? place = file.Root;
        foreach (string key in section.Split('/'))
        {
            if (place is not PickleMapping mapping || !mapping.TryGetValue(key, out place))
            {
                string found = place is PickleMapping here ? $"its keys are {Keys(here.Items.Select(i => i.Key))}" : $"there is {Kind(place)}";
                throw Fault(file, $"section '{section}' is not in the file: there is no '{key}'; {found}");
            }
        }

        return place as PickleMapping ?? throw Fault(file, $"section '{section}' is {Kind(place)}, expected a dictionary of tensors");
    }

    private static IEnumerable<(string Name, PickleMapping State)> Sections(PickleMapping root) =>
        Named<PickleMapping>(root).Where(section => Tensors(section.Value).Any());

    private static IEnumerable<(string Name, PthTensor Tensor)> Tensors(PickleMapping mapping) => Named<PthTensor>(mapping);

    private static IEnumerable<(string Name, T Value)> Named<T>(PickleMapping mapping)
        where T : class =>
        mapping.Items.Where(item => item is { Key: string, Value: T }).Select(item => ((string)item.Key, (T)item.Value!));

    private static string Keys(IEnumerable<object> keys)
    {
        const int Shown = 12;
        string[] names = [.. keys.Take(Shown + 1).Select(k => k is string text ? $"'{Printable.Short(text)}'" : Printable.Short($"{k}"))];
        return names.Length == 0 ? "none" : string.Join(", ", names.Take(Shown)) + (names.Length > Shown ? ", …" : string.Empty);
    }

    private static string Kind(object? value) => value switch
    {
        PthTensor => "a single tensor",
        PickleMapping => "a dictionary",
        string => "a string",
        IReadOnlyList<object?> => "a list",
        null => "nothing",
        _ => $"a {value.GetType().Name}",
    };

    private static CheckpointException Fault(PthFile file, string what) => new($"{file.Path}: {what}.");
}
