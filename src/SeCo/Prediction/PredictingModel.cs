using SeCo.Models.SegFormer;
using SeCo.Prediction.Sidecars;

namespace SeCo.Prediction;

/// <summary>A model as settings name it, opened: its network, the mapping to the wanted classes, and the size it was trained at where its file says
/// so.</summary>
public sealed class PredictingModel : IDisposable
{
    private const string OnnxEnding = ".onnx";

    private readonly NetworkNotes? _notes;

    private PredictingModel(TrainedNetwork network, ClassMapping mapping, NetworkNotes? notes) => (Network, Mapping, _notes) = (network, mapping, notes);

    /// <summary>The network with its weights; it is disposed with the model.</summary>
    public TrainedNetwork Network { get; }

    /// <summary>From the network's classes to the wanted ones.</summary>
    public ClassMapping Mapping { get; }

    /// <summary>The size that images are brought to where nobody asks for another; null for their own.</summary>
    public Size2d? InputSize => _notes is null ? Network.Network.Preprocessing.InputSize
        : _notes.InputWidth > 0 ? new Size2d(_notes.InputHeight, _notes.InputWidth) : null;

    /// <summary>What those should know who use its answers; null where there is nothing.</summary>
    public string? Caution { get; private init; }

    /// <summary>Opens a model.</summary>
    /// <param name="options">Which one; <see cref="ModelOptions.Weights"/> is given.</param>
    /// <param name="classes">The wanted class set; null for the one that the file of weights says it answers in.</param>
    /// <param name="device">Where the network lies; one that another engine runs lies where that puts it.</param>
    /// <param name="engine">Runs networks of other programs' files; null where the program has none.</param>
    /// <exception cref="ArgumentException">No weights are named; the file says nothing of itself and no network or class set is named; what is named
    /// contradicts what the file says; or nothing says which classes mean which.</exception>
    /// <exception cref="IOException">The file is missing, cannot be read, or does not fit the network (<see cref="CheckpointException"/>).</exception>
    public static PredictingModel Open(ModelOptions options, ClassSet? classes, Device device = default, INetworkEngine? engine = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        string file = FileOf(options.Weights ?? throw new ArgumentException("The model has no weights.", nameof(options)));
        if (IsForeign(file))
        {
            return OpenForeign(options, file, classes, engine);
        }

        NetworkNotes? notes = NotesOf(file, options.Classes);
        RequireNoContradiction(file, options, notes);
        SegmentationNetworkEntry entry = notes?.Entry ?? TrainedNetwork.Entry(options.Network ?? throw new ArgumentException(
            $"{file}: says nothing of itself, so the network must be named (--model, model.network).", nameof(options)));
        ClassSet wanted = classes ?? notes?.Mapping.To ?? throw new ArgumentException(
            $"{file}: says nothing of itself, so the class set must be named (--classes).", nameof(options));
        TrainedNetwork network = notes is null
            ? TrainedNetwork.Load(entry.Name, file, options.Classes, options.Teacher ? CheckpointRole.Teacher : CheckpointRole.Student, device)
            : TrainedNetwork.Load(entry, file, notes.Mapping.From, notes.Mapping.Targets.Count, device);
        try
        {
            ClassMapping mapping = options.ClassMap is string map ? ClassMapping.Read(map, network.Classes, wanted, network.Network.Classes)
                : notes is not null && SameClasses(notes.Mapping.To, wanted) ? ClassMapping.Of(network.Classes, wanted, notes.Mapping.Targets)
                : ClassMapping.Between(network.Classes, wanted, network.Network.Classes);
            return new PredictingModel(network, mapping, notes);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>What a file of weights says of itself, or the Hugging Face folder around it says of it; null where nothing is said.</summary>
    /// <param name="file">The file.</param>
    /// <param name="classes">The class set of outputs that a Hugging Face folder only numbers (<c>LABEL_0</c>), a name or a file; null for none.</param>
    /// <exception cref="CheckpointException">The file cannot be read, or what is said is malformed.</exception>
    public static NetworkNotes? NotesOf(string file, string? classes = null)
    {
        if (HuggingFaceSegFormer.OfWeights(file) is { } described)
        {
            return NetworkNotes.Of(file, described, classes);
        }

        if (!IsSafetensors(file))
        {
            return null;
        }

        using SafetensorsFile safetensors = SafetensorsFile.Open(file);
        return NetworkNotes.From(file, safetensors.Metadata);
    }

    /// <summary>The file that is meant by weights: themselves, in a run folder the best of its last round, else the last, or that of a Hugging Face
    /// folder.</summary>
    /// <param name="weights">A file, a run folder, a folder of adaptation, or a Hugging Face folder.</param>
    /// <exception cref="FileNotFoundException">There is no such file, or no weights in the folder.</exception>
    /// <exception cref="DatasetException">Weights of a finished training that are not as it wrote them.</exception>
    public static string FileOf(string weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (!Directory.Exists(weights))
        {
            return File.Exists(weights)
                ? weights
                : throw new FileNotFoundException($"{weights}: there is no such file of weights, and no such run folder.", weights);
        }

        if (HuggingFaceSegFormer.WeightsIn(weights) is { } own)
        {
            return own;
        }

        RealPaths.RequireInside(weights, ", or name the file of weights itself");
        string found = RunNames.RoundsIn(weights).Append(weights).Select(round => Path.Combine(round, RunNames.Adaptation)).Append(weights)
            .SelectMany(folder => new[] { Path.Combine(folder, RunNames.BestWeights), Path.Combine(folder, RunNames.LastWeights) })
            .FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException(
                $"{weights}: holds no adapted model ({RunNames.Adaptation}/{RunNames.BestWeights} or {RunNames.Adaptation}/{RunNames.LastWeights}). "
                + "Name a file of weights, or let `seco adapt` make one.", weights);
        StageFolder.RequireIntact(Path.GetDirectoryName(found)!, file => file == Path.GetFileName(found));
        return found;
    }

    /// <summary>Whether a file is a network of another program, which needs an engine (<see cref="INetworkEngine"/>).</summary>
    public static bool IsForeign(string file) => string.Equals(Path.GetExtension(file), OnnxEnding, StringComparison.OrdinalIgnoreCase);

    /// <summary>Opens another program's network to look at one of its outputs (<see cref="INetworkEngine.OpenFeatures"/>).</summary>
    internal static IForeignFeatures OpenFeatures(string file, string? output, INetworkEngine? engine) =>
        Needed(engine, file).OpenFeatures(file, NetworkSidecar.Of(file), output);

    /// <summary>All files that decide what a model answers, by its file of weights.</summary>
    internal static IEnumerable<string> FilesOf(string file, INetworkEngine? engine) => IsForeign(file)
        ? [.. Needed(engine, file).FilesOf(file), .. NetworkSidecar.Of(file).FilesOf(file)] : [file];

    /// <summary>Answers images as the settings say; where they leave the input size open, at the size the model was trained at.</summary>
    public NetworkPrediction Prediction(PredictionOptions? options = null) => new(Network, Mapping, Sized(options));

    /// <summary>Looks at single images as <see cref="Prediction"/> does.</summary>
    internal ImagePredictor Predictor(PredictionOptions? options) => new(Network.Network, Network.Device, Mapping, Sized(options));

    /// <summary>The network's input of a whole image, as <see cref="Prediction"/> makes it at scale 1, its sides rounded to what the network takes.</summary>
    /// <returns>float32 <c>[1, 3, H, W]</c> on the CPU; it belongs to the open scope or the caller.</returns>
    internal Tensor InputOf(RgbImage image, PredictionOptions? options)
    {
        SegmentationNetwork network = Network.Own;
        Size2d size = InputImage.SizeOf(image, Sized(options), network.Preprocessing);
        return InputImage.Make(image, new Size2d(Rounded(size.Height), Rounded(size.Width)), network.Preprocessing);

        int Rounded(int side) => Math.Max(1, (int)Math.Round((double)side / network.SizeMultiple)) * network.SizeMultiple;
    }

    private PredictionOptions Sized(PredictionOptions? options)
    {
        PredictionOptions given = options ?? new PredictionOptions();
        return _notes is not null && given.InputWidth is null
            ? given with { InputWidth = _notes.InputWidth, InputHeight = _notes.InputHeight } : given;
    }

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();

    private static PredictingModel OpenForeign(ModelOptions options, string file, ClassSet? wanted, INetworkEngine? engine)
    {
        NetworkSidecar sidecar = NetworkSidecar.Of(file);
        ClassSet? said = sidecar.Classes(file), named = options.Classes is null ? null : ClassSet.Resolve(options.Classes);
        OptionFaults.ThrowIfAny(
            file,
            (options.Network is null, $"is a network of its own, but {options.Network} is asked for; leave the network out (--model, model.network)"),
            (!options.Teacher, "holds one network, but the teacher is asked for"),
            (said is null || named is null || SameClasses(said, named), $"{NetworkSidecar.PathOf(file)} names other classes than {options.Classes}, which is "
                + "asked for; leave it out (--model-classes, model.classes)"));
        ClassSet from = said ?? named ?? throw new ConfigurationException(
            NetworkSidecar.PathOf(file),
            ["the classes are missing: give class_set (a name or a file), or class_names: [road, car, …] in the order of the outputs."]);
        ClassSet to = wanted ?? sidecar.Answers(file) ?? from;
        string fingerprint = new Fingerprint().Add(FilesOf(file, engine).Select(Fingerprint.OfFile)).Add(from.Classes.Select(c => c.Name)).ToString();
        ISegmentationNetwork network = Needed(engine, file).Open(file, sidecar, from);
        try
        {
            bool isOwn = sidecar.AnswerClasses is not null && SameClasses(sidecar.Answers(file)!, to);
            ClassMapping mapping = options.ClassMap is string map ? ClassMapping.Read(map, from, to, network.Classes)
                : isOwn && sidecar.ClassMapLines is { } lines ? ClassMapping.Read(lines, NetworkSidecar.PathOf(file), from, to, network.Classes)
                : isOwn && sidecar.ClassMap is string beside
                    ? ClassMapping.Read(NetworkSidecar.Beside(beside, file, "class_map"), from, to, network.Classes)
                : ClassMapping.Between(from, to, network.Classes);
            return new PredictingModel(new TrainedNetwork(Path.GetFileName(file), network, from, Device.Cpu, fingerprint), mapping, null)
            {
                Caution = sidecar.Output.Values != OutputValues.ClassNumbers ? null : $"{file} answers class numbers alone, so that every confidence is 1: "
                    + "thresholds cannot tell sure pixels from others; take pixel_labels.policy: all in a run. A pixel of no class (255) becomes the first "
                    + "class, with the confidence of a guess.",
            };
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private static INetworkEngine Needed(INetworkEngine? engine, string file) => engine ?? throw new ArgumentException(
        $"{file}: this program cannot run ONNX files. Add the packages SeCo.Onnx and Microsoft.ML.OnnxRuntime, and hand over an OnnxEngine "
            + "(PredictingModel.Open, CustomParts.Engine).", nameof(engine));

    private static void RequireNoContradiction(string file, ModelOptions options, NetworkNotes? notes)
    {
        if (notes is not null)
        {
            OptionFaults.ThrowIfAny(
                file,
                (options.Network is null || options.Network == notes.Network,
                    $"the file holds the network {notes.Network}, but {options.Network} is asked for; leave the network out (--model, model.network)"),
                (options.Classes is null || SameClasses(ClassSet.Resolve(options.Classes), notes.Mapping.From),
                    $"the file's outputs are those of class set {notes.Mapping.From.Name}, but {options.Classes} is asked for; leave it out "
                        + "(--model-classes, model.classes)"),
                (!options.Teacher || notes.Role == CheckpointRole.Teacher, "the file holds the student alone, but the teacher is asked for"));
        }
    }

    // Eight bytes of length, then a JSON object; PyTorch's files are archives and pickles.
    private static bool IsSafetensors(string file)
    {
        using FileStream stream = File.OpenRead(file);
        Span<byte> start = stackalloc byte[9];
        return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start[8] == (byte)'{';
    }

    private static bool SameClasses(ClassSet one, ClassSet other) => one.Classes.Select(c => c.Name).SequenceEqual(other.Classes.Select(c => c.Name));
}
