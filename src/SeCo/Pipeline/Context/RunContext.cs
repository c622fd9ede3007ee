using SeCo.Prediction;
using SeCo.Reports;

namespace SeCo.Pipeline;

/// <summary>What the stages of one round share: settings, folder, images, machine.</summary>
internal sealed class RunContext
{
    private IReadOnlyList<ManifestInput>? _inputs;
    private HashSet<string>? _own;

    /// <summary>Opens the images.</summary>
    /// <exception cref="DatasetException">Missing or ambiguous files.</exception>
    public RunContext(RunOptions options, RunFolder folder, ILogger log, CustomParts parts)
    {
        (Options, Folder, Log, Parts) = (options, folder, log, parts);
        bool isPredicted = NeedsLabels && options.Model.Weights is not null && !HasAnswers(options.Dataset.Predictions);
        Given = parts.Dataset ?? Dataset.Open(isPredicted ? options.Dataset with { Predictions = NoAnswers } : options.Dataset);
        IsPredicted = isPredicted && Given.Entries.All(e => e.PixelLabelPath is null && e.PredictionPath is null); // lists bring their own
        Entries = IsPredicted ? [.. Given.Entries.Select(WithPrediction)] : Given.Entries;
        Device = options.Device is "auto" or "cuda" && parts.Ranks.LocalRank > 0 && TorchRuntime.IsCudaAvailable
            ? Device.Cuda(parts.Ranks.LocalRank % TorchRuntime.CudaDeviceCount) : Device.Parse(options.Device);
        Parallelism = options.Threads == 0 ? Environment.ProcessorCount : options.Threads;
    }

    /// <summary>No answers of a model, not even those that a layout has a place for.</summary>
    public static PredictionSources NoAnswers { get; } = new() { Labels = "", Confidence = "", Probabilities = "", PixelLabels = "" };

    public RunOptions Options { get; }

    public RunFolder Folder { get; }

    /// <summary>What the program brings itself.</summary>
    public CustomParts Parts { get; }

    /// <summary>The dataset as it was found.</summary>
    public Dataset Given { get; }

    /// <summary>The labelled source images; null where the settings name none.</summary>
    public Dataset? Source => field ??= Options.Source is { } source ? Dataset.Open(source with { Predictions = NoAnswers }) : null;

    /// <summary>The images that models are measured on; null where the settings name none.</summary>
    public Dataset? Validation => field ??= Options.Validation is { } validation ? Dataset.Open(validation) : null;

    /// <summary>The images, with the answers of the model that predicts, where one does.</summary>
    public IReadOnlyList<ImageEntry> Entries { get; }

    /// <summary>Whether the answers are the work of the stage <c>predict</c>.</summary>
    public bool IsPredicted { get; }

    /// <summary>Whether the run makes labels at all.</summary>
    public bool NeedsLabels => Options.NeedsLabels;

    /// <summary>Where networks lie.</summary>
    public Device Device { get; }

    /// <summary>What the report takes over from the evaluation, so that it reads no image twice.</summary>
    public List<GallerySurvey> Surveys { get; } = [];

    /// <summary>Whether all files are hashed, and damaged ones made again.</summary>
    public bool Verifies => Folder.Verifies;

    public int Parallelism { get; }

    /// <summary>Told what happens.</summary>
    public ILogger Log { get; }

    /// <summary>How much of the run this process does.</summary>
    public StageShare Share { get; set; } = StageShare.Whole;

    /// <summary>Whether an image, by its name, is one of this process's share.</summary>
    public bool IsOwn(string name) => Share.Shard is not Shard shard
        || (_own ??= shard.Of(Given.Entries).Select(e => e.Name).ToHashSet(StringComparer.Ordinal)).Contains(name);

    /// <summary>The hashes of the inputs; settings and manifest are written when they are first asked for. A share takes those of other images from the
    /// manifest, where that names the same images and is right about its own: no shard reads what belongs to the others.</summary>
    public IReadOnlyList<ManifestInput> Inputs(IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        InputHashes hashes = new(Path.Combine(Folder.Cache, "input-hashes.tsv"), Verifies);
        if (_inputs is null && Share is { Part: not null } and ({ Shard: not null } or { Merge: not null }))
        {
            ImageEntry[] own = Share.Shard is null ? [] : [.. Given.Entries.Where(e => IsOwn(e.Name))];
            _inputs = Manifest.ReadIfCurrent(Folder.Manifest, Given.Entries, Manifest.Hash(own, hashes, Parallelism, progress, cancellationToken));
        }

        if (_inputs is null)
        {
            DatasetCheck.Require(Given.Entries, cancellationToken); // now, not after the hours before the first reader finds out
            LookAtLabels("dataset", Given, cancellationToken);
            if (Options.Adaptation is not null) // nothing else opens the two
            {
                LookAtLabels("source", Source, cancellationToken);
                LookAtLabels("validation", Validation?.WithoutAnswers(), cancellationToken);
            }

            _inputs = Manifest.Hash(Given.Entries, hashes, Parallelism, progress, cancellationToken);
            hashes.Save();
            string settings = OptionsWriter.ToYaml(Options);
            if (!File.Exists(Folder.Configuration) || File.ReadAllText(Folder.Configuration) != settings)
            {
                PartMarks.Clear(Folder);
            }

            AtomicFile.WriteAllText(Folder.Configuration, settings);
            Manifest.Write(Folder.Manifest, Options, Device.ToString(), Parallelism, TorchRuntime.Version, _inputs);
        }

        return _inputs;
    }

    /// <summary>The folders that files of the images are looked for in, with the sections of source and validation.</summary>
    public IEnumerable<string> InputFolders()
    {
        Dataset?[] others = Options.Adaptation is null ? [] : [Source, Validation];
        return others.OfType<Dataset>().Prepend(Given).SelectMany(FoldersOf).Distinct(StringComparer.Ordinal);
    }

    // Where folders are searched, an image's name is its path below the folder. A list names each file: other files beside it do no harm.
    private static IEnumerable<string> FoldersOf(Dataset dataset) => dataset.Entries
        .SelectMany(e => new[] { e.ImagePath, e.TruthPath, e.PredictionPath, e.ConfidencePath, e.ProbabilityPath, e.PixelLabelPath }
            .OfType<string>().Select(path => FolderOf(path, dataset.Options.Layout == DatasetLayout.List ? string.Empty : e.Name)))
        .Distinct(StringComparer.Ordinal);

    private static string FolderOf(string path, string name)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!, inner = Path.GetDirectoryName(name) ?? string.Empty;
        return inner.Length > 0 && folder.EndsWith(Path.DirectorySeparatorChar + inner, StringComparison.Ordinal) ? folder[..^(inner.Length + 1)] : folder;
    }

    /// <summary>Image and label, as lists name them: relative to the dataset's root, and to the run folder.</summary>
    public string ImageInList(ImageEntry entry) => ImageName.Below(Options.Dataset.Root, entry.ImagePath);

    private void LookAtLabels(string section, Dataset? dataset, CancellationToken cancellationToken)
    {
        if (dataset is null)
        {
            return;
        }

        IReadOnlyList<string> suspicions = DatasetLabelCheck.RequireSample(section, dataset.Entries, dataset.Classes, cancellationToken);
        string? turned = DatasetCheck.TurnedImages(dataset.Entries.Select(e => e.ImagePath));
        foreach (string suspicion in dataset.LeftOut.Concat(suspicions).Concat(turned is null ? [] : [$"{section}: {turned}"]))
        {
            Log.LogWarning("{Suspicion}", suspicion);
        }
    }

    private static bool HasAnswers(PredictionSources sources) =>
        new[] { sources.Labels, sources.Confidence, sources.Probabilities, sources.PixelLabels }.Any(s => !string.IsNullOrEmpty(s));

    private ImageEntry WithPrediction(ImageEntry entry) => entry with
    {
        PredictionPath = RunFolder.LabelOf(Path.Combine(Folder.Predictions, NetworkPrediction.LabelFolder), entry.Name),
        ConfidencePath = RunFolder.LabelOf(Path.Combine(Folder.Predictions, NetworkPrediction.ConfidenceFolder), entry.Name),
        ProbabilityPath = Options.Prediction.Probabilities == ProbabilityOutput.None
            ? null : Path.Combine(Folder.Predictions, NetworkPrediction.ProbabilityFolder, entry.Name + ".npy"),
    };
}
