using SeCo.Models.SegFormer;

namespace SeCo.Prediction;

/// <summary>What a file of weights says of itself, so that it can be used alone: the network, its classes and how it looked at images.</summary>
/// <remarks>Kept as one JSON text among the notes (<c>__metadata__</c>) of a safetensors file, beside the weights under the network's own names.</remarks>
public sealed record NetworkNotes
{
    /// <summary>The name of the note in the file.</summary>
    public const string NoteName = "seco.network";

    private const int FormatVersion = 1;
    private const int MostOutputs = 4096;
    private const int LongestName = 200;
    private const int LongestText = 1 << 20;
    private const int LargestSide = 1 << 15;

    /// <summary>The network's name, one of <see cref="SegmentationNetworks"/>, or <see cref="HuggingFaceSegFormer.NetworkName"/>.</summary>
    public required string Network { get; init; }

    /// <summary>What describes the network, where its name alone does not.</summary>
    public HuggingFaceSegFormer? Described { get; init; }

    /// <summary>The network.</summary>
    public SegmentationNetworkEntry Entry => Described is null ? TrainedNetwork.Entry(Network) : SegmentationNetworks.Of(Described);

    /// <summary>The class set of its outputs, the class set that is answered in, and which output means which class.</summary>
    public required ClassMapping Mapping { get; init; }

    /// <summary>Columns that images are brought to first; 0 for their own size.</summary>
    public int InputWidth { get; init; }

    /// <summary>Rows that images are brought to first; 0 for their own size.</summary>
    public int InputHeight { get; init; }

    /// <summary>Whether these are a teacher's weights, the running mean of the network that was trained.</summary>
    public CheckpointRole Role { get; init; }

    /// <summary>Epochs of training done.</summary>
    public int Epoch { get; init; }

    /// <summary>What the epoch was chosen by, as <c>pseudo_labels</c>; null where it was not chosen but is the last.</summary>
    public string? Criterion { get; init; }

    /// <summary>The notes for a safetensors file; <see cref="From"/> reads them again. The same notes give the same text.</summary>
    public IReadOnlyDictionary<string, string> ToMetadata() => new Dictionary<string, string>
    {
        [NoteName] = NetworkNote.Json.Write(new NetworkNote(
            FormatVersion, Network, Mapping.From.ToRecord(), Mapping.To.ToRecord(), Mapping.Targets, InputWidth, InputHeight,
            Role == CheckpointRole.Teacher ? "teacher" : "student", Epoch, Criterion)
        {
            Description = Described is null ? null : new DescriptionNote(Described.ToConfigText(), Described.ToPreprocessorText()),
        }),
    };

    /// <summary>What the folder of a file of weights says, as notes.</summary>
    /// <param name="path">The file; for messages.</param>
    /// <param name="described">What the folder says.</param>
    /// <param name="classes">A class set, a name or a file, for classes without names; null for those that the folder names.</param>
    /// <exception cref="CheckpointException">The names make no class set.</exception>
    internal static NetworkNotes Of(string path, HuggingFaceSegFormer described, string? classes)
    {
        int outputs = described.ClassNames.Count;
        ClassSet set;
        try
        {
            _ = described.ClassNames.Select(Name).ToArray();
            set = classes is not null && described.HasPlaceholders ? ClassSet.Resolve(classes) : ClassSet.OfNames("id2label", described.ClassNames);
            Require(set.Count <= outputs, $"class set '{set.Name}' has {set.Count} classes, but the network {outputs} outputs.");
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            throw new CheckpointException(
                $"{path}: the names of its classes (id2label in {HuggingFaceSegFormer.ConfigFile}) cannot be used: {fault.Message}", fault);
        }

        Size2d? size = described.Config.Preprocessing.InputSize;
        return new NetworkNotes
        {
            Network = HuggingFaceSegFormer.NetworkName,
            Described = described,
            Mapping = ClassMapping.Of(set, set, [.. Enumerable.Range(0, outputs).Select(i => i < set.Count ? i : -1)]),
            InputWidth = size?.Width ?? 0,
            InputHeight = size?.Height ?? 0,
        };
    }

    /// <summary>Reads the notes of a file, which is not trusted: every value is checked.</summary>
    /// <param name="path">The file; for messages.</param>
    /// <param name="metadata">All notes of the file, as <see cref="SafetensorsFile.Metadata"/> gives them.</param>
    /// <returns>The notes; null where the file has none: it was written by another program.</returns>
    /// <exception cref="CheckpointException">They are malformed, of a later version, or name an unknown network.</exception>
    public static NetworkNotes? From(string path, IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(metadata);
        if (!metadata.TryGetValue(NoteName, out string? text))
        {
            return null;
        }

        try
        {
            Require(text.Length <= LongestText, $"it has {text.Length} characters, expected at most {LongestText}.");
            return Of(NetworkNote.Json.Read(text));
        }
        catch (Exception fault) when (fault is JsonException or FormatException or ArgumentException or CheckpointException)
        {
            throw new CheckpointException(
                $"{path}: the note '{NoteName}' cannot be used: {fault.Message} Name the network and its classes yourself (--model, --model-classes).", fault);
        }
    }

    private static NetworkNotes Of(NetworkNote note)
    {
        Require(note.Version == FormatVersion, $"it has version {note.Version}, this program reads {FormatVersion}.");
        HuggingFaceSegFormer? described =
            note.Description is { } texts ? HuggingFaceSegFormer.Parse(NoteName, texts.Config, texts.Preprocessor) : null;
        _ = described is null ? SegmentationNetworks.Find(Name(note.Network)) : null;
        Require(described is null || note.Network == HuggingFaceSegFormer.NetworkName, $"network is '{Name(note.Network)}', which has no description.");
        (ClassSet outputs, ClassSet answered) = (SetOf(note.OutputClasses), SetOf(note.Classes));
        (int targets, int width, int height) = (note.Targets.Count, note.InputWidth, note.InputHeight);
        Require(targets >= outputs.Count && targets <= MostOutputs, $"targets has {targets} entries, expected {outputs.Count} to {MostOutputs}.");
        Require(width is >= 0 and <= LargestSide, $"input_width is {width}, expected 0 to {LargestSide}.");
        Require(height is >= 0 and <= LargestSide, $"input_height is {height}, expected 0 to {LargestSide}.");
        Require((width == 0) == (height == 0), $"input_width and input_height are {width} and {height}, expected both 0 or none.");
        Require(note.Role is "student" or "teacher", $"role is '{Name(note.Role)}', expected student or teacher.");
        Require(note.Epoch >= 0, $"epoch is {note.Epoch}, expected 0 or more.");
        return new NetworkNotes
        {
            Network = note.Network,
            Described = described,
            Mapping = ClassMapping.Of(outputs, answered, note.Targets),
            InputWidth = width,
            InputHeight = height,
            Role = note.Role == "teacher" ? CheckpointRole.Teacher : CheckpointRole.Student,
            Epoch = note.Epoch,
            Criterion = note.Criterion is null ? null : Name(note.Criterion),
        };
    }

    private static ClassSet SetOf(ClassSetRecord record)
    {
        foreach (string text in record.Classes.Select(c => c.Name).Prepend(record.Name))
        {
            _ = Name(text);
        }

        // A set of this project has maps from other sets, which the note does not hold.
        ClassSet set = ClassSet.Of(record);
        bool isOwn = ClassSet.Names.Contains(set.Name, StringComparer.Ordinal) && ClassSet.Named(set.Name).Classes.SequenceEqual(set.Classes);
        return isOwn ? ClassSet.Named(set.Name) : set;
    }

    private static string Name(string text)
    {
        bool isPlain = text.Length is > 0 and <= LongestName && !text.Any(char.IsControl);
        Require(isPlain, $"a name of {text.Length} characters was found, expected 1 to {LongestName} without control characters.");
        return text;
    }

    private static void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw new JsonException(fault);
        }
    }
}
