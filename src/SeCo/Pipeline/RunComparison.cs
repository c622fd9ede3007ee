using SeCo.Pipeline.Comparison;
using SeCo.Prediction;
using SeCo.Reports;

namespace SeCo.Pipeline;

/// <summary>
/// Compares finished runs over the same images: settings that differ, labels, training, measures with and without ground truth, and which run to trust.
/// Nothing is written but the page. Labels are read an image at a time; what models cost grows with the images that they are shown.
/// </summary>
/// <param name="options">How; null: the defaults.</param>
public sealed class RunComparison(ComparisonOptions? options = null)
{
    private readonly ComparisonOptions _options = options ?? new ComparisonOptions();

    /// <summary>Compares runs.</summary>
    /// <param name="folders">The run folders, two at least; of a run in several rounds the last round counts.</param>
    /// <param name="page">The HTML file to write; null for none.</param>
    /// <param name="progress">Told how many images are done.</param>
    /// <param name="cancellationToken">Stops between images.</param>
    /// <exception cref="ArgumentException">Fewer than two runs, options out of range, or runs of different class sets.</exception>
    /// <exception cref="IOException">A folder holds no run, labels cannot be read, or the page cannot be written.</exception>
    /// <exception cref="ConfigurationException">The settings of a run, or the overrides, cannot be read.</exception>
    public Task<ComparisonRecord> RunAsync(
        IReadOnlyList<string> folders, string? page = null, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(folders);
        _options.Validate();
        if (folders.Select(FullPath).Distinct().Count() is int different && (different < 2 || different < folders.Count))
        {
            throw new ArgumentException(
                $"{folders.Count} folders were given, {different} of them different: two different runs are needed at least, each once.");
        }

        return Task.Run(() => Run(folders, page, progress, cancellationToken), cancellationToken);
    }

    private ComparisonRecord Run(IReadOnlyList<string> folders, string? page, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        List<string> notes = [];
        string[] names = [.. folders.Select(f => Path.GetFileName(FullPath(f)))];
        ComparedRun[] runs =
        [
            .. folders.Select((folder, i) => new ComparedRun(
                names.Count(n => n == names[i]) == 1 ? names[i] : folder, RunReport.Open(folder, _options.Overrides), _options.Overrides, notes)),
        ];
        if (Array.Find(runs, r => !r.Classes.Classes.Select(c => c.Name).SequenceEqual(runs[0].Classes.Classes.Select(c => c.Name))) is { } other)
        {
            throw new ArgumentException($"{other.Path} has the class set {other.Classes.Name}, {runs[0].Path} has {runs[0].Classes.Name}: labels can only be "
                + "compared in one class set. `seco labels convert` brings labels to another.");
        }

        string[] images = [.. runs.Select(r => r.Entries.Keys).Aggregate((IEnumerable<string> a, IEnumerable<string> b) => a.Intersect(b))
            .Order(StringComparer.Ordinal)];
        if (images.Length < runs.Max(r => r.Entries.Count))
        {
            notes.Add($"Labels are compared on the {images.Length} images that all runs have final labels for; the runs have "
                + $"{string.Join(", ", runs.Select(r => r.Entries.Count))}.");
        }

        LabelComparison labels = LabelComparison.Of(runs, images, _options.Pictures, progress, cancellationToken);
        ImageEntry[] probed = Probed(runs, notes);
        ComparedRunRecord[] records = [.. runs.Select((run, i) => new ComparedRunRecord(
            run.Name, run.Path, run.Entries.Count,
            (run.HasModel && probed.Length > 0 ? Probe(run, probed, notes, progress, cancellationToken) : new LabelFreeRecord()) with
            {
                LabelDrift = labels.Drift(i),
            },
            labels.Coverage(i), run.Evaluation?.MiouStrict, run.Evaluation?.Adaptation?.Models is [.., { Miou: double miou }] ? miou : null))];
        (string? trusted, string reason) = RunTrust.Of(records, images.Length, runs.Select(MeasuredOn).Distinct().Count() == 1);
        ComparisonRecord record = new(runs[0].Classes.Name, images.Length, probed.Length, reason, trusted)
        {
            Runs = records, Settings = Differences(runs), Agreement = labels.Agreement(), PerClass = labels.PerClass(), Disputed = labels.Disputed(),
            Notes = notes,
        };
        if (page is not null)
        {
            WritePage(page, record, runs, progress, cancellationToken);
        }

        return record;
    }

    private static string FullPath(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    // The images that a run's models are measured on, as settings, and how many were: measures of other ones cannot be compared.
    private static string MeasuredOn(ComparedRun run) => OptionsWriter.ToYaml((run.Options.Validation ?? run.Options.Dataset) with { Predictions = new() })
        + (run.Evaluation?.Adaptation?.Models is { Count: > 0 } models ? models[^1].Images : null);

    // Of a section that some runs do not have, the settings are named that another run has changed.
    private static ComparedSettingRecord[] Differences(ComparedRun[] runs)
    {
        Dictionary<string, string>[] values = [.. runs.Select(run => OptionsWriter.Values(run.Options).ToDictionary())];
        HashSet<string> changed = [.. runs.SelectMany(run => OptionsWriter.Differences(run.Options, new RunOptions())).Select(d => d.Key)];
        return
        [
            .. values.SelectMany(own => own.Keys).Distinct().Where(key => changed.Contains(key) || values.All(own => own.ContainsKey(key)))
                .Select(key => new ComparedSettingRecord(key, [.. values.Select(own => own.GetValueOrDefault(key, "-"))]))
                .Where(setting => setting.Values.Distinct().Count() > 1),
        ];
    }

    // Images that all models look at, spread evenly: those that the first run with a model measures on, else those that it learnt from.
    private ImageEntry[] Probed(ComparedRun[] runs, List<string> notes)
    {
        if (_options.Images == 0 || Array.Find(runs, r => r.HasModel) is not { } first)
        {
            return [];
        }

        try
        {
            DatasetOptions dataset = first.Options.Validation ?? first.Options.Dataset;
            dataset = dataset with { Predictions = new PredictionSources(), Truth = string.Empty, TruthCoding = null };
            return Dataset.Spread(Dataset.Open(dataset).Entries, _options.Images);
        }
        catch (Exception fault) when (fault is IOException or ArgumentException)
        {
            notes.Add($"Models were not measured, as their images were not found. Where they lie now is said with --set dataset.root=DIR and "
                + $"--set validation.root=DIR. ({fault.Message})");
            return [];
        }
    }

    private LabelFreeRecord Probe(
        ComparedRun run, ImageEntry[] images, List<string> notes, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            run.Options.Prediction.Validate();
            using PredictingModel model = PredictingModel.Open(new ModelOptions { Weights = run.Folder.Path }, run.Classes, Device.Parse(_options.Device));
            ModelProbe probe = new(model, run.Options.Prediction);
            for (int i = 0; i < images.Length; i++)
            {
                probe.Add(
                    RgbImageFile.Read(images[i].ImagePath), run.SourceOf(images[i].Name) is string path ? run.Classes.Read(path) : null, cancellationToken);
                progress?.Report(new StageProgress("compare", $"model of {run.Name}", i + 1, images.Length));
            }

            return probe.Measures;
        }
        catch (Exception fault) when (fault is IOException or ArgumentException or InvalidOperationException and not ObjectDisposedException)
        {
            notes.Add($"{run.Name}: its model was not measured. {fault.Message}");
            return new LabelFreeRecord();
        }
    }

    private static void WritePage(
        string page, ComparisonRecord record, ComparedRun[] runs, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("seco-compare-").FullName;
        try
        {
            ImageEntry[] entries = [.. record.Disputed.Select(d => runs[0].Entries[d.Name])];
            for (int i = 0; i < entries.Length; i++)
            {
                LabelMap disputes = LabelComparison.Disputes([.. runs.Select(run => run.Classes.Read(run.LabelOf(entries[i].Name)))]);
                LabelPng.Write(Path.Combine(folder, $"{i}.png"), disputes);
            }

            ReportLayer[] layers =
            [
                .. runs.Select((run, i) => new ReportLayer($"run{i}", run.Name, e => run.LabelOf(e.Name), IsMeasured: false)),
                new ReportLayer("disputed", "where they differ", e => Path.Combine(folder, $"{Array.IndexOf(entries, e)}.png"), IsMeasured: false),
            ];
            ReportGallery gallery = new("images", "the dataset", "Where labels differ most", entries, layers, null, null, entries.Length);
            ComparisonPage.Write(page, record, runs[0].Classes, gallery, [.. runs.Select(r => r.History)], progress, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
