namespace SeCo.Reports;

/// <summary>Reads the label maps of an image. What is missing or cannot be used is left out and noted. Where images with ground truth are measured,
/// their truth, regions, and every layer that counts for a measure must be usable.</summary>
internal sealed class LayerReader(ClassSet classes, ReportGallery gallery, ReportNotes notes, bool isMeasured = false)
{
    /// <summary>The ground truth; null where there is none.</summary>
    public LabelMap? Truth(ImageEntry entry) => entry.TruthPath is null ? null : Try("ground truth", entry, isMeasured, () =>
    {
        LabelMap truth = entry.ReadTruth();
        classes.Require(truth, entry.TruthPath);
        return truth;
    });

    /// <summary>The labels of one origin; null where there are none.</summary>
    public LabelMap? Layer(ImageEntry entry, int layer)
    {
        ReportLayer from = gallery.Layers[layer];
        return from.Path(entry) is not string path ? null : Try(from.Title, entry, IsRequired(from), () => classes.Read(path));
    }

    /// <summary>The regions with their verdicts; null where there are none.</summary>
    public IReadOnlyList<ConnectedRegion>? Regions(ImageEntry entry) => gallery.Verdicts?.Invoke(entry) is not string path
        ? null : Try<IReadOnlyList<ConnectedRegion>>("verdicts", entry, isMeasured, () => [.. RegionFile.Read(path, classes)]);

    /// <summary>The image itself; null where it is not there.</summary>
    public RgbImage? Photo(ImageEntry entry) =>
        entry.ImagePath.Length == 0 ? null : Try("image", entry, false, () => RgbImageFile.Read(entry.ImagePath));

    /// <summary>How labels agree with truth; null where their sizes differ.</summary>
    public ConfusionMatrix? Compare(ImageEntry entry, LabelMap truth, LabelMap labels, ReportLayer layer)
    {
        if (!truth.HasSizeOf(labels))
        {
            string sizes = $"{labels.Width} x {labels.Height} against {truth.Width} x {truth.Height}";
            if (IsRequired(layer))
            {
                throw new DatasetException($"{layer.Path(entry)}: of another size than {entry.TruthPath}, {sizes}. Labels must have the size of the "
                    + $"ground truth.");
            }

            notes.Add("labels of another size than their ground truth", entry.Name, sizes);
            return null;
        }

        ConfusionMatrix confusion = new(classes.Count);
        confusion.Add(truth, labels);
        return confusion;
    }

    private bool IsRequired(ReportLayer layer) => isMeasured && layer.IsMeasured;

    private T? Try<T>(string what, ImageEntry entry, bool isRequired, Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception) when (isRequired && entry.TruthPath is not null)
        {
            throw;
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            notes.Add($"{what}: not there", entry.Name, null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            notes.Add($"{what}: cannot be read", entry.Name, fault.Message);
        }

        return null;
    }
}
