using System.Runtime.CompilerServices;

namespace SeCo.Labels;

/// <summary>The classes of a task: names, colours, stuff or thing. Ids are 0…K-1; 255 is ignore and belongs to no set.</summary>
public sealed partial class ClassSet
{
    /// <summary>The coding that every set knows beside its <see cref="Maps"/>: classes count from 1, in their order, and 0 means unlabelled.</summary>
    public const string FromOne = "from-one";

    private LabelIdMap? _fromOne;
    private int[]? _stuff;
    private int[]? _things;

    /// <summary>Creates a class set.</summary>
    /// <param name="name">The set's name, as the command line knows it.</param>
    /// <param name="classes">The classes; ids must be 0…K-1 in order, names unique.</param>
    /// <exception cref="ArgumentException">No class, more than 255, ids out of order, or a name given twice.</exception>
    public ClassSet(string name, IReadOnlyList<SegmentationClass> classes)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(classes);
        int misplaced = Enumerable.Range(0, classes.Count).FirstOrDefault(i => classes[i].Id != i, -1);
        string? fault =
            classes.Count is 0 or > 255 ? $" has {classes.Count} classes, expected 1 to 255."
            : misplaced >= 0 ? $": class '{classes[misplaced].Name}' has id {classes[misplaced].Id}, expected {misplaced}."
            : classes.GroupBy(c => KeyOf(c.Name), StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice
                ? $" names the class '{twice.First().Name}' twice."
            : classes.FirstOrDefault(c => c.Name.Any(char.IsControl)) is { } broken
                ? $": the name of class {broken.Id} has a line break or another control character."
            : null;
        (Name, Classes) = fault is null ? (name, classes) : throw new ArgumentException($"Class set '{name}'{fault}", nameof(classes));
    }

    /// <summary>What is the same for all ways to write a class's name: capitals, blanks around it and the form of marked letters do not count.</summary>
    internal static string KeyOf(string name) => NormalForm.Of(name.Trim()).ToUpperInvariant();

    /// <summary>The set's name.</summary>
    public string Name { get; }

    /// <summary>The classes, by id.</summary>
    public IReadOnlyList<SegmentationClass> Classes { get; }

    /// <summary>K, the number of classes.</summary>
    public int Count => Classes.Count;

    /// <summary>How the ids of other codings become ids of this set, by the coding's name: <c>cityscapes19</c>, <c>cityscapes-ids</c>.</summary>
    public IReadOnlyDictionary<string, LabelIdMap> Maps { get; init; } = new Dictionary<string, LabelIdMap>();

    /// <summary>The ids of the stuff classes, ascending.</summary>
    public IReadOnlyList<int> Stuff => _stuff ??= OfKind(ClassKind.Stuff);

    /// <summary>The ids of the thing classes, ascending.</summary>
    public IReadOnlyList<int> Things => _things ??= OfKind(ClassKind.Thing);

    /// <summary>True for a thing class.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No class of the set has the id.</exception>
    public bool IsThing(int id)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, Count);
        return Classes[id].Kind == ClassKind.Thing;
    }

    /// <summary>True for a value that label maps of this set may hold: 0…K-1 and 255.</summary>
    public bool Allows(byte label) => label < Count || label == LabelMap.Ignore;

    /// <summary>The class of a name, however it is written; null where there is none.</summary>
    internal SegmentationClass? Find(string name) => Classes.FirstOrDefault(c => KeyOf(c.Name) == KeyOf(name));

    /// <summary>Reads a label map of this set; where its values are of another coding, a map turns them into ids.</summary>
    /// <exception cref="DatasetException">It holds a value that is neither 0…K-1 nor 255.</exception>
    internal LabelMap Read(string path, LabelIdMap? map = null)
    {
        LabelMap labels = LabelPng.Read(path);
        map?.Apply(labels.Pixels);
        Require(labels, path);
        return labels;
    }

    /// <summary>Checks that a label map holds no other values than 0…K-1 and 255.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="file">What the message calls them.</param>
    /// <exception cref="DatasetException">Another value; the message names the first one and its place.</exception>
    public void Require(LabelMap labels, string file)
    {
        if (FaultOf(labels) is { } fault)
        {
            throw new DatasetException($"{file}: {fault}");
        }
    }

    /// <summary>The same for the argument of a method.</summary>
    /// <exception cref="ArgumentException">Another value; the message names the first one and its place.</exception>
    internal void RequireArgument(LabelMap labels, [CallerArgumentExpression(nameof(labels))] string name = "")
    {
        if (FaultOf(labels) is { } fault)
        {
            throw new ArgumentException(fault, name);
        }
    }

    /// <summary>The first value of a label map that is neither 0…K-1 nor 255, as part of a message; null where there is none.</summary>
    private string? FaultOf(LabelMap labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        int at = Count == LabelMap.Ignore ? -1 : labels.Pixels.IndexOfAnyInRange((byte)Count, (byte)(LabelMap.Ignore - 1));
        return at < 0
            ? null
            : $"label {labels.Pixels[at]} at ({at % labels.Width}, {at / labels.Width}), but class set '{Name}' has 0 to {Count - 1} and {LabelMap.Ignore}. "
                + "Convert it with seco labels convert, or name the class set it was made for.";
    }

    /// <summary>The colours of the classes; 255 and unused entries are black.</summary>
    public Palette Palette() => new([.. Classes.Select(c => c.Color)]);

    /// <summary>The map from another coding.</summary>
    /// <param name="coding">The name of the coding, one of <see cref="Maps"/>, or <see cref="FromOne"/>.</param>
    /// <exception cref="ArgumentException">The set has no map from that coding; the message names those it has.</exception>
    public LabelIdMap MapFrom(string coding)
    {
        ArgumentNullException.ThrowIfNull(coding);
        return Maps.TryGetValue(coding, out LabelIdMap? map) ? map
            : coding == FromOne ? _fromOne ??= new LabelIdMap(Classes.Where(c => c.Id < LabelMap.Ignore - 1).Select(c => ((byte)(c.Id + 1), (byte)c.Id)))
            : throw new ArgumentException(
                $"Class set '{Name}' has no map from '{coding}'. {Suggestion.WithAll(coding, Maps.Keys.Append(FromOne))}", nameof(coding));
    }

    /// <summary>How ids of a coding become those of the set; null where they are the same: no coding is named, or the set itself.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    internal LabelIdMap? MapOf(string? coding) => coding is null || coding == Name ? null : MapFrom(coding);

    private int[] OfKind(ClassKind kind) => [.. Classes.Where(c => c.Kind == kind).Select(c => c.Id)];
}
