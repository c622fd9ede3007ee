using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Labels;

namespace SeCo.Reports;

/// <summary>Reads the label maps of an image. What is not there, or cannot be used, is left out and noted.</summary>
/// <param name="classes">The class set.</param>
/// <param name="gallery">The images.</param>
/// <param name="notes">Told what is left out.</param>
internal sealed class LayerReader(ClassSet classes, ReportGallery gallery, NoteBook notes)
{
    /// <summary>The ground truth; null where there is none.</summary>
    public LabelMap? Truth(ImageEntry entry) => entry.TruthPath is null ? null : Try("ground truth", entry.Name, () =>
    {
        LabelMap truth = entry.ReadTruth();
        classes.Require(truth, entry.TruthPath);
        return truth;
    });

    /// <summary>The labels of one origin; null where there are none.</summary>
    public LabelMap? Layer(ImageEntry entry, int layer)
    {
        ReportLayer from = gallery.Layers[layer];
        return from.Path(entry) is not string path ? null : Try(from.Title, entry.Name, () =>
        {
            LabelMap labels = LabelPng.Read(path);
            classes.Require(labels, path);
            return labels;
        });
    }

    /// <summary>The regions with their verdicts; null where there are none.</summary>
    public IReadOnlyList<ConnectedRegion>? Regions(ImageEntry entry) =>
        gallery.Verdicts?.Invoke(entry) is not string path ? null : Try<IReadOnlyList<ConnectedRegion>>("verdicts", entry.Name, () => [.. RegionFile.Read(path, classes)]);

    /// <summary>The image itself; null where it is not there.</summary>
    public RgbImage? Photo(ImageEntry entry) =>
        entry.ImagePath.Length == 0 ? null : Try("image", entry.Name, () => RgbImageFile.Read(entry.ImagePath));

    /// <summary>How labels agree with truth; null where their sizes differ.</summary>
    public ConfusionMatrix? Compare(string name, LabelMap truth, LabelMap labels)
    {
        if (!truth.HasSizeOf(labels))
        {
            notes.Add("labels of another size than their ground truth", name, $"{labels.Width} x {labels.Height} against {truth.Width} x {truth.Height}");
            return null;
        }

        ConfusionMatrix confusion = new(classes.Count);
        confusion.Add(truth, labels);
        return confusion;
    }

    private T? Try<T>(string what, string name, Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            notes.Add($"{what}: not there", name, null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            notes.Add($"{what}: cannot be read", name, fault.Message);
        }

        return null;
    }
}
