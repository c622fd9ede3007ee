namespace SeCo.Datasets;

/// <summary>Checks, from the headers alone, that the files of each image fit each other.</summary>
public static class DatasetCheck
{
    // Enough to meet a range that is not used, few enough to be read in seconds.
    private const int SampleSize = 12;

    /// <summary>Checks that labels, confidences, probabilities and truth have their image's size.</summary>
    /// <param name="entries">The images.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <exception cref="DatasetException">All faults together, in the order of the entries.</exception>
    public static void Require(IReadOnlyList<ImageEntry> entries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        List<string>[] found = new List<string>[entries.Count];
        int step = (entries.Count + SampleSize - 1) / SampleSize;
        Parallel.For(
            0, entries.Count, new ParallelOptions { CancellationToken = cancellationToken },
            i => found[i] = Check(entries[i], i % step == 0));
        string[] faults = [.. found.SelectMany(f => f)];
        DatasetException.ThrowIfAny("The files of the dataset do not fit each other.", faults);
    }

    /// <summary>Says how many of some images viewers show turned, by their EXIF orientation, which is not applied.</summary>
    /// <param name="paths">The images; those that cannot be read are passed over.</param>
    /// <returns>A suspicion with a way out; null where there is none.</returns>
    public static string? TurnedImages(IEnumerable<string> paths) =>
        ImageHeader.AboutTurned(paths.AsParallel().AsOrdered().Select(path => (path, HeaderOf(path))));

    private static ImageHeader? HeaderOf(string path)
    {
        ImageHeader? header = null;
        _ = Unreadable.FaultOf(() => header = RgbImageFile.ReadHeader(path)); // whoever reads the image says so
        return header;
    }

    private static List<string> Check(ImageEntry entry, bool isSample)
    {
        List<string> faults = [];
        if (Try(() => RgbImageFile.ReadHeader(entry.ImagePath)) is not { } image)
        {
            return faults;
        }

        if (isSample && image.Bits == 16)
        {
            _ = Try(() => RgbImageFile.Read(entry.ImagePath)); // that the values can be used shows in the pixels alone
        }

        foreach (string? path in (string?[])[entry.TruthPath, entry.PredictionPath, entry.ConfidencePath, entry.PixelLabelPath, entry.ProbabilityPath])
        {
            if (path is not null && Try(() => path == entry.ProbabilityPath ? ReadArraySize(path) : ReadLabelSize(path)) is { } size
                && (size.Width, size.Height) != (image.Width, image.Height))
            {
                string way = image.WayOutFor(size.Width, size.Height)
                    ?? (path == entry.ProbabilityPath
                        ? "The axes of an array are classes, rows, columns."
                        : "Each must have the size of its image: resize it (labels by nearest neighbour), or name the folder that belongs to these images.");
                faults.Add($"{path}: {size.Width} x {size.Height} pixels, but {entry.ImagePath} has {image.Width} x {image.Height}. {way}");
            }
        }

        return faults;

        T? Try<T>(Func<T> read)
            where T : class
        {
            T? value = null;
            faults.AddRange(Unreadable.FaultOf(() => value = read()) is { } fault ? [fault] : []);
            return value;
        }
    }

    private static ImageHeader ReadLabelSize(string path)
    {
        (int width, int height) = LabelPng.ReadSize(path);
        return new ImageHeader(width, height, 1, 8);
    }

    private static ImageHeader ReadArraySize(string path)
    {
        using NpyReader reader = NpyReader.Open(path);
        return reader.Shape.Length == 3
            ? new ImageHeader(reader.Shape[2], reader.Shape[1], 1, 32)
            : throw new ImageFormatException($"{path}: an array of {reader.Shape.Length} axes, expected (classes, height, width).");
    }
}
