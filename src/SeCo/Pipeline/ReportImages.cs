using SeCo.Aggregation;
using SeCo.Correction;
using SeCo.Datasets;
using SeCo.Labels;
using SeCo.PixelLabels;
using SeCo.Prediction;
using SeCo.Reports;
using SeCo.RunFiles;

namespace SeCo.Pipeline;

/// <summary>The images of a run with all that was made of them. What has moved since the run is left out and noted.</summary>
internal sealed class ReportImages
{
    private readonly RunOptions _options;
    private readonly RunFolder _folder;
    private readonly List<string> _notes = [];

    /// <summary>Reads the class set.</summary>
    /// <exception cref="ArgumentException">There is no such class set.</exception>
    public ReportImages(RunOptions options, RunFolder folder)
    {
        (_options, _folder) = (options, folder);
        Classes = ClassSet.Resolve(options.Dataset.Classes);
    }

    /// <summary>The class set.</summary>
    public ClassSet Classes { get; }

    /// <summary>What could not be found.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>The images that labels were made for.</summary>
    public ReportGallery Target()
    {
        IReadOnlyList<ImageEntry> found = Find(_options.Dataset, "dataset");
        IReadOnlyList<string> names = [.. (RunFileKinds.Manifest.ReadIfUsable(_folder.Manifest, [])?.Inputs ?? []).Select(i => i.Name)];
        List<ReportLayer> layers = [];
        bool isPredicted = Directory.Exists(_folder.Predictions);
        if (isPredicted || found.Any(e => e.PredictionPath is not null))
        {
            layers.Add(new ReportLayer("prediction", "model's answer", e => isPredicted ? Answer(_folder.Predictions, e) : e.PredictionPath));
        }

        Add(layers, _folder.PixelLabels, new ReportLayer("pixel", "pixel labels", e => PixelLabelling.LabelPath(_folder.PixelLabels, e.Name)));
        Add(layers, _folder.Aggregation, new ReportLayer("psa", "PSA", e => PixelSemanticAggregation.LabelPath(_folder.Aggregation, e.Name)));
        Add(layers, _folder.Labels, new ReportLayer("scc", "PSA + SCC", e => RunFolder.LabelOf(_folder.Labels, e.Name)));
        ReportLayer? judge = layers.LastOrDefault();
        if (_options.Validation is null)
        {
            AddModels(layers, null);
        }

        CorrectionFiles correction = new(_folder.Correction);
        return new ReportGallery
        {
            Key = "target",
            Of = "the dataset",
            Title = "Image by image",
            Entries = Named(names, found),
            Layers = layers,
            Judge = judge ?? layers.LastOrDefault(),
            Verdicts = Directory.Exists(Path.Combine(_folder.Correction, "verdicts")) ? e => correction.Verdicts(e.Name) : null,
            Shown = _options.Report.Images,
        };
    }

    /// <summary>The images that models were measured on, where these are others; null where there are none.</summary>
    public ReportGallery? Validation()
    {
        if (_options.Validation is null || !Directory.Exists(_folder.Adapted))
        {
            return null;
        }

        IReadOnlyList<ImageEntry> found = Find(_options.Validation, "validation");
        List<ReportLayer> layers = [];
        AddModels(layers, found.Any(e => e.PredictionPath is not null) ? e => e.PredictionPath : null);
        string answers = Path.Combine(_folder.Adapted, "predictions", NetworkPrediction.LabelFolder);
        return layers.Count == 0 ? null : new ReportGallery
        {
            Key = "validation",
            Of = "the validation set",
            Title = "Validation images",
            Entries = found.Count > 0 ? found : [.. Names(answers).Select(name => new ImageEntry { Name = name, ImagePath = string.Empty })],
            Layers = layers,
            Judge = layers[^1],
            Shown = _options.Report.ValidationImages,
        };
    }

    private void AddModels(List<ReportLayer> layers, Func<ImageEntry, string?>? given)
    {
        foreach ((string folder, string title) in new[] { ("source", "source model"), ("last", "adapted, last epoch"), ("predictions", "adapted model") })
        {
            string answers = Path.Combine(_folder.Adapted, folder);
            if (Directory.Exists(answers))
            {
                layers.Add(new ReportLayer(folder == "predictions" ? "adapted" : folder, title, e => Answer(answers, e) is string path && File.Exists(path) ? path : null));
            }
            else if (folder == "source" && given is not null)
            {
                layers.Add(new ReportLayer("source", title, given));
            }
        }
    }

    private static void Add(List<ReportLayer> layers, string folder, ReportLayer layer)
    {
        if (Directory.Exists(folder))
        {
            layers.Add(layer);
        }
    }

    private static string Answer(string folder, ImageEntry entry) => RunFolder.LabelOf(Path.Combine(folder, NetworkPrediction.LabelFolder), entry.Name);

    // The run's own images, in its order, whatever lies in the dataset's folder now.
    private static IReadOnlyList<ImageEntry> Named(IReadOnlyList<string> names, IReadOnlyList<ImageEntry> found)
    {
        if (names.Count == 0)
        {
            return found;
        }

        Dictionary<string, ImageEntry> byName = found.ToDictionary(e => e.Name, StringComparer.Ordinal);
        return [.. names.Where(StaysInside).Select(name => byName.GetValueOrDefault(name) ?? new ImageEntry { Name = name, ImagePath = string.Empty })];
    }

    private static bool StaysInside(string name) => name.Length > 0 && !Path.IsPathRooted(name) && !name.Split('/', '\\').Contains("..") && !name.Contains('\0', StringComparison.Ordinal);

    private static IEnumerable<string> Names(string folder) => !Directory.Exists(folder) ? [] :
        Directory.EnumerateFiles(folder, "*.png", SearchOption.AllDirectories).Select(f => Path.ChangeExtension(Path.GetRelativePath(folder, f), null).Replace('\\', '/')).Order(StringComparer.Ordinal);

    // All that is there: first with answers and truth, then with less.
    private IReadOnlyList<ImageEntry> Find(DatasetOptions options, string section)
    {
        string? first = null;
        DatasetOptions[] tries = [options, options with { Predictions = RunContext.NoAnswers }, options with { Predictions = RunContext.NoAnswers, Truth = string.Empty, TruthCoding = null }];
        foreach (DatasetOptions attempt in tries)
        {
            try
            {
                IReadOnlyList<ImageEntry> entries = Dataset.Open(attempt).Entries;
                if (first is not null)
                {
                    _notes.Add($"{section}: {first}");
                }

                return entries;
            }
            catch (Exception fault) when (fault is IOException or ArgumentException or UnauthorizedAccessException)
            {
                first ??= fault.Message;
            }
        }

        _notes.Add($"The images of {section} were not found, so they are missing below. Where they lie now is said with --set {section}.root=DIR. ({first})");
        return [];
    }
}
