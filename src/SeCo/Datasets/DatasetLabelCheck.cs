namespace SeCo.Datasets;

/// <summary>Looks into the label files of a dataset, as a run would read them:
/// truth through its coding, predictions and pixel labels as ids of the class set.</summary>
public static class DatasetLabelCheck
{
    // Enough to meet a wrong class set, few enough to be read in seconds.
    private const int SampleSize = 12;

    private const string Truth = "truth", Predictions = "predictions";
    private const int ValuesNamed = 5;

    /// <summary>Checks the labels of each kind that the dataset has.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="progress">Is told of every file.</param>
    /// <param name="cancellationToken">Ends the check between files.</param>
    public static Task<IReadOnlyList<LabelsOfDataset>> RunAsync(
        Dataset dataset, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return Task.Run<IReadOnlyList<LabelsOfDataset>>(() => WithConfidences(dataset, progress, cancellationToken), cancellationToken);
    }

    /// <summary>What confidences show stands with the predictions that they belong to.</summary>
    private static LabelsOfDataset[] WithConfidences(Dataset dataset, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        List<LabelsOfDataset> found = Run(dataset.Entries, dataset.Classes, progress, cancellationToken);
        (string? impossible, string? odd) = ConfidenceCheck.Look(dataset.Entries, dataset.Classes, cancellationToken);
        return [.. found.Select(l => l.Kind != Predictions ? l : l with
        {
            Report = l.Report with
            {
                Unreadable = [.. l.Report.Unreadable, .. new[] { impossible }.OfType<string>()],
                Suspicions = [.. l.Report.Suspicions, .. new[] { odd }.OfType<string>()],
            },
        })];
    }

    /// <summary>Checks a sample of images, spread evenly, and refuses labels that the class set does not have:
    /// now, not when a later stage reads them.</summary>
    /// <param name="section">What messages call the dataset: <c>dataset</c>, <c>source</c>, <c>validation</c>.</param>
    /// <param name="entries">The images.</param>
    /// <param name="classes">The class set.</param>
    /// <param name="cancellationToken">Ends the check between files.</param>
    /// <returns>Suspicions, each with a way out; they may be wrong.</returns>
    /// <exception cref="DatasetException">Labels that cannot be used, all together.</exception>
    public static IReadOnlyList<string> RequireSample(
        string section, IReadOnlyList<ImageEntry> entries, ClassSet classes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(classes);
        ImageEntry[] sample = Dataset.Spread(entries, SampleSize);
        List<string> faults = [], suspicions = [];
        foreach (LabelsOfDataset labels in Run(sample, classes, null, cancellationToken))
        {
            LabelCheckReport report = labels.Report;
            string what = $"{section}, {labels.Kind}";
            faults.AddRange(report.Foreign.Take(ValuesNamed).Select(f =>
                $"{what}: {f.FirstFile}: label {f.Id} at ({f.X}, {f.Y}), and in {f.Files} of {report.Files} files looked at, but class set '{classes.Name}' "
                    + $"has 0 to {classes.Count - 1} and 255."));
            if (report.Foreign.Count > ValuesNamed)
            {
                // what to do stands below, and must be seen
                faults.Add($"{what}: {report.Foreign.Count - ValuesNamed} other values that the class set does not have, up to {report.Foreign[^1].Id}.");
            }

            if (labels.Kind == Truth)
            {
                // The first stage reads all other files, and names those that it cannot read together; truth is read when hours are spent.
                faults.AddRange(report.Unreadable.Concat(report.Mismatched).Select(f => $"{what}: {f}"));
            }

            // That nothing is labelled is said where it matters; a few images may well be empty.
            bool isOdd = report.Foreign.Count > 0 || report.Map is not null;
            string[] own = [.. report.Suspicions.Where(s => s != report.Turned && (isOdd || s == report.Palettes)).Select(s => $"{what}: {s}")];
            (report.Foreign.Count > 0 ? faults : suspicions).AddRange(own);
        }

        (string? impossible, string? odd) = ConfidenceCheck.Look(sample, classes, cancellationToken);
        faults.AddRange(impossible is null ? [] : [$"{section}, confidences: {impossible}"]);
        suspicions.AddRange(odd is null ? [] : [$"{section}, confidences: {odd}"]);

        return faults.Count == 0
            ? suspicions
            : throw new DatasetException($"{section}: labels that cannot be used. `seco labels check --config` looks at all of them.", faults);
    }

    private static List<LabelsOfDataset> Run(
        IReadOnlyList<ImageEntry> entries, ClassSet classes, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        List<LabelsOfDataset> found = [];
        foreach (IGrouping<LabelIdMap?, ImageEntry> coded in entries.Where(e => e.TruthPath is not null).GroupBy(e => e.TruthMap))
        {
            string? coding = coded.Key is null ? null : classes.Maps.FirstOrDefault(m => ReferenceEquals(m.Value, coded.Key)).Key ?? ClassSet.FromOne;
            Add(Truth, coded.Select(e => (e.TruthPath, e.ImagePath)), coding);
        }

        Add(Predictions, entries.Select(e => (e.PredictionPath, e.ImagePath)), null);
        Add("pixel labels", entries.Select(e => (e.PixelLabelPath, e.ImagePath)), null);
        return found;

        void Add(string kind, IEnumerable<(string? Label, string Image)> files, string? coding)
        {
            LabelFile[] given = [.. files.Where(f => f.Label is not null).Select(f => new LabelFile(f.Label!, f.Image))];
            if (given.Length > 0)
            {
                found.Add(new LabelsOfDataset(kind, LabelCheck.Of(given, classes, coding, 0, progress, cancellationToken)));
            }
        }
    }
}
