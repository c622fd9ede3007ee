namespace SeCo.Reports;

/// <summary>Images that are shown beside the labels that something gave them.</summary>
/// <param name="Key">A word for ids in the page: <c>target</c>, <c>validation</c>.</param>
/// <param name="Of">What the images are, as in <c>the dataset</c>.</param>
/// <param name="Title">The title of their section.</param>
/// <param name="Entries">The images; one whose file is unknown has an empty path.</param>
/// <param name="Layers">What gave them labels, in order.</param>
/// <param name="Judge">The layer that images are judged by; null where there is none.</param>
/// <param name="Verdicts">The file of an image's regions with their verdicts; null where regions were not judged.</param>
/// <param name="Shown">Images to show.</param>
internal sealed record ReportGallery(
    string Key, string Of, string Title, IReadOnlyList<ImageEntry> Entries, IReadOnlyList<ReportLayer> Layers, ReportLayer? Judge,
    Func<ImageEntry, string>? Verdicts, int Shown)
{
    /// <summary>Whether another gallery shows the same files in the same way, so that what was found out of it is true of this one.</summary>
    public bool ShowsTheSameAs(ReportGallery other) => Key == other.Key && Shown == other.Shown && Judge?.Key == other.Judge?.Key
        && Entries.Count == other.Entries.Count && Layers.Select(l => (l.Key, l.Title)).SequenceEqual(other.Layers.Select(l => (l.Key, l.Title)))
        && Entries.Zip(other.Entries).All(pair => FilesOf(pair.First).SequenceEqual(other.FilesOf(pair.Second)));

    private IEnumerable<string?> FilesOf(ImageEntry entry) =>
        [entry.Name, entry.ImagePath, entry.TruthPath, Verdicts?.Invoke(entry), .. Layers.Select(layer => layer.Path(entry))];
}

/// <summary>Label maps of one origin.</summary>
/// <param name="Key">A word for ids and colours in the page: <c>prediction</c>, <c>pixel</c>, <c>psa</c>, <c>scc</c>, <c>source</c>, <c>last</c>,
/// <c>adapted</c>.</param>
/// <param name="Title">What it is, as the page says it.</param>
/// <param name="Path">The label map of an image; null where there is none.</param>
/// <param name="IsMeasured">Whether an evaluation counts these labels: then they must be there.</param>
internal sealed record ReportLayer(string Key, string Title, Func<ImageEntry, string?> Path, bool IsMeasured = true);
