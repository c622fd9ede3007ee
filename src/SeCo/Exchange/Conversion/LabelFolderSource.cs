namespace SeCo.Exchange;

/// <summary>A folder of label PNGs, to be given out as the labels of a run are.</summary>
public static class LabelFolderSource
{
    private static readonly HashSet<string> Png = new(StringComparer.OrdinalIgnoreCase) { ".png" };

    /// <summary>Opens a folder. Its regions are the connected components of the labels.</summary>
    /// <param name="labels">The folder; labels hold ids of the class set.</param>
    /// <param name="classes">The class set.</param>
    /// <param name="images">The folder of the images, under the names of the labels or by the conventions of data sets; null: there are none.</param>
    /// <exception cref="DatasetException">No label, a label without its image, or of another size; all faults together.</exception>
    public static ExportSource Open(string labels, ClassSet classes, string? images = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(labels);
        ArgumentNullException.ThrowIfNull(classes);
        List<string> faults = [.. new[] { labels, images }.OfType<string>().Where(f => !Directory.Exists(f)).Select(f => $"{f}: no such folder.")];
        DatasetException.ThrowIfAny($"{labels}: cannot be given out.", faults);
        List<(string Name, string Path)> files =
            LabelNames.Choose(ImageFolder.Find(labels, Png, followLinks: !RunNames.IsOfRun(labels), faults), LabelKind.TrainIds, []);
        Dictionary<string, (string Name, string Path)> pictures = [];
        foreach ((string name, string path) in images is null ? [] : ImageFolder.Find(images, ImageFolder.Endings, followLinks: true, faults))
        {
            pictures.TryAdd(LabelNames.StemOf(name), (name, path));
        }

        Dictionary<string, string> paths = [];
        List<ExchangeImage> given = [];
        foreach ((string name, string path) in files)
        {
            bool isFound = pictures.TryGetValue(LabelNames.StemOf(name), out (string Name, string Path) picture);
            faults.AddRange(Unreadable.FaultOf(() =>
            {
                (int width, int height) = LabelPng.ReadSize(path);
                if (isFound && RgbImageFile.ReadHeader(picture.Path) is var header && (header.Width, header.Height) != (width, height))
                {
                    throw new DatasetException($"{path}: {width} x {height} pixels, but {picture.Path} has {header.Width} x {header.Height}.");
                }

                given.Add(isFound ? new(picture.Name, ImageName.Below(images!, picture.Path), width, height) : new(name, name + ".png", width, height));
                paths[given[^1].Name] = path;
            }) is { } fault ? [fault] : images is not null && !isFound ? [$"{path}: has no image below {images}."] : []);
        }

        faults.AddRange(given.Count + faults.Count == 0 ? [$"holds no label PNG."] : []);
        DatasetException.ThrowIfAny($"{labels}: cannot be given out.", faults);
        LabelMap Read(ExchangeImage image) => classes.Read(paths[image.Name]);
        RegionSource regions = new(classes, given, image => LabelSegments.Of(Read(image), []).Select((s, i) => ConnectedRegion.FromMask(i, s.Class, s.Mask)));
        return new ExportSource(
            labels, images ?? labels, regions, () => throw new IOException($"{labels}: is no run, and its data set is not known. Leave out the truth."), Read);
    }
}
