using SeCo.Aggregation;
using SeCo.Correction;
using SeCo.PixelLabels;
using SeCo.Prediction;
using SeCo.Reports;

namespace SeCo.Pipeline;

/// <summary>The images of a run with all that was made of them, as evaluation and report look at them.</summary>
internal sealed class RunGalleries(RunOptions options, RunFolder folder)
{
    private readonly List<string> _notes = [];

    /// <summary>What could not be found.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>The images that labels were made for, in the order of the run, whatever lies in the dataset's folder now.</summary>
    public ReportGallery Target()
    {
        IReadOnlyList<ImageEntry> found = Find(options.Dataset, "dataset");
        string[] names = [.. (RunFileKinds.Manifest.ReadIfUsable(folder.Manifest, [])?.Inputs ?? []).Select(i => i.Name)];
        bool hasAnswers = found.Any(e => e.PredictionPath is not null);
        if (names.Length > 0)
        {
            Dictionary<string, ImageEntry> byName = found.ToDictionary(e => e.Name, StringComparer.Ordinal);
            found = [.. names.Where(ImageName.StaysInside).Select(
                name => byName.GetValueOrDefault(name) ?? new ImageEntry { Name = name, ImagePath = string.Empty })];
        }

        return Target(found, hasAnswers);
    }

    /// <summary>The images that labels were made for, with the layers that lie in the run folder.</summary>
    public ReportGallery Target(IReadOnlyList<ImageEntry> entries, bool hasAnswers)
    {
        List<ReportLayer> layers = [];
        bool isPredicted = Directory.Exists(folder.Predictions);
        if (isPredicted || hasAnswers)
        {
            layers.Add(new ReportLayer("prediction", "model's answer", e => isPredicted ? Answer(folder.Predictions, e) : e.PredictionPath));
        }

        Add(folder.PixelLabels, new ReportLayer("pixel", "pixel labels", e => PixelLabelling.LabelPath(folder.PixelLabels, e.Name)));
        Add(folder.Aggregation, new ReportLayer("psa", "PSA", e => PixelSemanticAggregation.LabelPath(folder.Aggregation, e.Name)));
        Add(folder.Labels, new ReportLayer("scc", "PSA + SCC", e => RunFolder.LabelOf(folder.Labels, e.Name)));
        ReportLayer? judge = layers.LastOrDefault();
        if (options.Validation is null)
        {
            layers.AddRange(Models(null).Select(model => model with { IsMeasured = false }));
        }

        CorrectionFiles correction = new(folder.Correction);
        return new ReportGallery(
            "target", "the dataset", "Image by image", entries, layers, judge ?? layers.LastOrDefault(),
            Directory.Exists(Path.Combine(folder.Correction, "verdicts")) ? e => correction.Verdicts(e.Name) : null, options.Report.Images);

        void Add(string of, ReportLayer layer)
        {
            if (Directory.Exists(of))
            {
                layers.Add(layer);
            }
        }
    }

    /// <summary>The images that models were measured on, where these are others; null where there are none.</summary>
    public ReportGallery? Validation()
    {
        if (options.Validation is null || !Directory.Exists(folder.Adapted))
        {
            return null;
        }

        IReadOnlyList<ImageEntry> found = Find(options.Validation, "validation");
        List<ReportLayer> layers = Models(found.Any(e => e.PredictionPath is not null) ? e => e.PredictionPath : null);
        string answers = Path.Combine(folder.Adapted, RunNames.AdaptedAnswers, NetworkPrediction.LabelFolder);
        return layers.Count == 0 ? null : Validation(
            found.Count > 0 ? found : [.. LabelNames(answers).Select(name => new ImageEntry { Name = name, ImagePath = string.Empty })], layers);
    }

    /// <summary>Images that models are measured on.</summary>
    public ReportGallery Validation(IReadOnlyList<ImageEntry> entries, IReadOnlyList<ReportLayer> layers) =>
        new("validation", "the validation set", "Validation images", entries, layers, layers[^1], null, options.Report.ValidationImages);

    /// <summary>A model's answers, by the name of their folder.</summary>
    public static ReportLayer Model(string answers, Func<ImageEntry, string?> path) => answers switch
    {
        RunNames.SourceAnswers => new ReportLayer("source", "source model", path),
        RunNames.LastAnswers => new ReportLayer("last", "adapted, last epoch", path),
        _ => new ReportLayer("adapted", "adapted model", path),
    };

    private List<ReportLayer> Models(Func<ImageEntry, string?>? given)
    {
        List<ReportLayer> layers = [];
        foreach (string model in new[] { RunNames.SourceAnswers, RunNames.LastAnswers, RunNames.AdaptedAnswers })
        {
            string answers = Path.Combine(folder.Adapted, model);
            if (Directory.Exists(answers))
            {
                layers.Add(Model(model, e => Answer(answers, e) is string path && File.Exists(path) ? path : null));
            }
            else if (model == RunNames.SourceAnswers && given is not null)
            {
                layers.Add(Model(model, given));
            }
        }

        return layers;
    }

    private static string Answer(string folder, ImageEntry entry) => RunFolder.LabelOf(Path.Combine(folder, NetworkPrediction.LabelFolder), entry.Name);

    private static IEnumerable<string> LabelNames(string folder) => !Directory.Exists(folder) ? [] :
        Directory.EnumerateFiles(folder, "*.png", SearchOption.AllDirectories)
            .Select(file => ImageName.WithoutEnding(ImageName.Below(folder, file))).Order(StringComparer.Ordinal);

    // All that is there: first with answers and truth, then with less.
    private IReadOnlyList<ImageEntry> Find(DatasetOptions dataset, string section)
    {
        string? first = null;
        DatasetOptions withoutAnswers = dataset with { Predictions = RunContext.NoAnswers };
        foreach (DatasetOptions attempt in new[] { dataset, withoutAnswers, withoutAnswers with { Truth = string.Empty, TruthCoding = null } })
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
