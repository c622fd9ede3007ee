using SeCo.Imaging.Codecs;

namespace SeCo.Cli.Setup;

/// <summary>What <c>seco init</c> finds in a folder: its images, under the layouts that fit, a model's answers to them, and weights.</summary>
/// <param name="root">The folder.</param>
internal sealed class FolderSurvey(string root)
{
    private const int MaxDepth = 4;

    private static readonly string[] TrainingSplits = ["train", "training"], ImageFolders = ["images", "image", "rgb", "photos", "."];

    private static readonly string[] TruthFolders = ["truth", "gt", "groundtruth", "ground_truth", "annotations", "labels"];

    private readonly Lazy<IReadOnlyList<string>> _folders =
        new(() => [.. Below(new DirectoryInfo(root), 0).Select(d => Path.GetRelativePath(root, d.FullName).Replace('\\', '/'))]);

    /// <summary>The ways to read the folder as a dataset, the best guess first: truth that fits tells most, then names that only one layout has.</summary>
    public IReadOnlyList<Dataset> Datasets()
    {
        IEnumerable<DatasetOptions> known = DatasetLayout.All.Where(layout => !layout.IsList).SelectMany(layout => SplitsOf(layout.Images)
            .OrderByDescending(split => TrainingSplits.Contains(split, StringComparer.OrdinalIgnoreCase))
            .Select(split => new DatasetOptions { Root = root, Layout = layout, Split = split, Classes = ClassesOf(layout) }));
        IEnumerable<Dataset> plain = ImageFolders.Concat(_folders.Value).Select(images => new DatasetOptions { Root = root, Images = images })
            .Select(Open).OfType<Dataset>().Where(IsOfPhotographs).Take(1);
        return [.. known.Select(Open).OfType<Dataset>().Concat(plain).OrderByDescending(Fit)];
    }

    /// <summary>The other split of the same layout that has truth, to measure on; null where there is none.</summary>
    public DatasetOptions? Validation(Dataset dataset) => SplitsOf(dataset.Options.Layout.Images)
        .Where(split => split != dataset.Options.Split && split.StartsWith("val", StringComparison.OrdinalIgnoreCase))
        .Select(split => Open(dataset.Options with { Split = split })).FirstOrDefault(other => other?.Entries[0].TruthPath is not null)?.Options;

    /// <summary>The answers that lie beside the images, a set for each folder just below the root, those with confidences first. Folders that are called truth
    /// are none.</summary>
    public IReadOnlyList<PredictionSources> Answers(Dataset dataset)
    {
        ImageEntry first = dataset.Entries[0];
        string images = dataset.Options.Layout.Images;
        bool hasSplit = dataset.Options.Images is null && images.Contains(DatasetOptions.SplitPlaceholder, StringComparison.Ordinal);
        Dictionary<string, PredictionSources> found = [];
        foreach (string folder in _folders.Value.Where(f => !TruthFolders.Contains(f.Split('/')[0], StringComparer.OrdinalIgnoreCase)))
        {
            string stem = Path.Combine(root, folder, first.Name);
            string given = hasSplit
                ? string.Join('/', folder.Split('/').Select(part => part == dataset.Options.Split ? DatasetOptions.SplitPlaceholder : part))
                : folder;
            string group = folder.Split('/')[0];
            PredictionSources sources = found.GetValueOrDefault(group, new PredictionSources());
            found[group] = File.Exists(stem + ".npy") ? sources with { Probabilities = given }
                : !File.Exists(stem + ".png") || IsOwn(stem + ".png", first) ? sources
                : Kind(stem + ".png", dataset.Classes.Count) switch
                {
                    AnswerKind.Labels => sources with { Labels = given },
                    AnswerKind.Confidence => sources with { Confidence = given },
                    _ => sources,
                };
        }

        // Confidences may lie beside the folder of the labels instead of in it.
        string? alone = found.Values.FirstOrDefault(s => s.Labels is null && s.Confidence is not null)?.Confidence;
        return
        [
            .. found.Values.Where(s => (s.Labels ?? s.Probabilities) is not null).Select(s => s with { Confidence = s.Confidence ?? alone })
                .OrderByDescending(s => (s.Confidence ?? s.Probabilities) is not null),
        ];
    }

    /// <summary>Files of weights in the folder, but for those of Segment Anything.</summary>
    public IReadOnlyList<string> Weights() =>
        [
            .. _folders.Value.Where(f => !f.Contains('/', StringComparison.Ordinal)).Prepend(".")
                .SelectMany(f => Directory.EnumerateFiles(Path.Combine(root, f)))
                .Where(f => Path.GetExtension(f) is ".pth" or ".pt" or ".safetensors" or ".onnx")
                .Where(f => !Path.GetFileName(f).Contains("sam", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal),
        ];

    private enum AnswerKind
    {
        Labels,
        Confidence,
        Other,
    }

    private static IEnumerable<DirectoryInfo> Below(DirectoryInfo folder, int depth) =>
        depth == MaxDepth ? [] : folder.EnumerateDirectories().Where(d => !d.Name.StartsWith('.') && d.LinkTarget is null)
            .OrderBy(d => d.Name, StringComparer.Ordinal).SelectMany(d => Below(d, depth + 1).Prepend(d));

    // The names that {split} may stand for: the folders that lie where it does.
    private IReadOnlyList<string> SplitsOf(string images)
    {
        int at = images.IndexOf(DatasetOptions.SplitPlaceholder, StringComparison.Ordinal);
        if (at < 0)
        {
            return ["train"];
        }

        string[] before = images[..at].Split('/', StringSplitOptions.RemoveEmptyEntries);
        return
        [
            .. _folders.Value.Select(f => f.Split('/'))
                .Where(f => f.Length == before.Length + 1 && before.Zip(f).All(p => p.First == "*" || p.First == p.Second))
                .Select(f => f[^1]).Distinct(),
        ];
    }

    private static Dataset? Open(DatasetOptions options)
    {
        try
        {
            return Dataset.Open(options);
        }
        catch (IOException)
        {
            return null; // another layout, then
        }
    }

    // By the layout's name, else by the coding of its truth.
    private static string ClassesOf(DatasetLayout layout)
    {
        string name = layout.Name.Replace("_", string.Empty, StringComparison.Ordinal);
        return ClassSet.Names.FirstOrDefault(n => n.TrimEnd("0123456789".ToCharArray()) == name)
            ?? layout.TruthNames.Select(t => t.Coding).FirstOrDefault(coding => ClassSet.Names.Contains(coding))
            ?? ClassSet.Names.FirstOrDefault(n => layout.TruthNames.Any(t => t.Coding is { } coding && ClassSet.Named(n).Maps.ContainsKey(coding)))
            ?? new DatasetOptions().Classes;
    }

    // Layouts without splits read what lies deeper too: folders below theirs speak for another one.
    private static int Fit(Dataset dataset)
    {
        (DatasetOptions options, ImageEntry first) = (dataset.Options, dataset.Entries[0]);
        string images = options.Images ?? options.Layout.Images;
        bool isPlain = options.Layout == DatasetLayout.Folder, hasSplit = images.Contains(DatasetOptions.SplitPlaceholder, StringComparison.Ordinal);
        return !hasSplit && !isPlain && first.Name.Contains('/', StringComparison.Ordinal) ? 0
            : TruthFits(dataset) ? 4
            : options.Layout.ImageSuffix.Length > 0 && first.Name.EndsWith(options.Layout.ImageSuffix, StringComparison.Ordinal) ? 3
            : isPlain ? 2 : 1;
    }

    private static bool TruthFits(Dataset dataset) => Reads(() => dataset.Entries[0].TruthPath is not null
        && dataset.Entries[0].ReadTruth().Pixels.IndexOfAnyInRange((byte)dataset.Classes.Count, (byte)(LabelMap.Ignore - 1)) < 0);

    private static bool IsOfPhotographs(Dataset dataset) =>
        (dataset.Options.Images != "." || !dataset.Entries.Any(e => e.Name.Contains('/', StringComparison.Ordinal)))
        && (!dataset.Entries[0].ImagePath.EndsWith(".png", StringComparison.OrdinalIgnoreCase)
            || !Reads(() => LabelPng.Read(dataset.Entries[0].ImagePath) is not null));

    private static bool IsOwn(string path, ImageEntry image) =>
        new[] { image.ImagePath, image.TruthPath }.Any(own => own is not null && Path.GetFullPath(own) == Path.GetFullPath(path));

    // Label maps hold classes, with or without 255; confidences of 8 bits hold other values too.
    private static AnswerKind Kind(string path, int classes)
    {
        try
        {
            ReadOnlySpan<byte> pixels = LabelPng.Read(path).Pixels;
            return pixels.IndexOfAnyInRange((byte)classes, (byte)(LabelMap.Ignore - 1)) >= 0 ? AnswerKind.Confidence
                : pixels.Contains(LabelMap.Ignore) ? AnswerKind.Other
                : AnswerKind.Labels;
        }
        catch (IOException)
        {
            return Reads(() => ConfidencePng.Read(path) is not null) ? AnswerKind.Confidence : AnswerKind.Other;
        }
    }

    private static bool Reads(Func<bool> read)
    {
        try
        {
            return read();
        }
        catch (IOException)
        {
            return false;
        }
    }
}
