using SeCo.Checkpoints;
using SeCo.Imaging.Codecs;

namespace SeCo.Datasets;

/// <summary>Checks, from the headers alone, that the files of each image fit each other.</summary>
public static class DatasetCheck
{
    /// <summary>Checks that labels, confidences, probabilities and truth have their image's size.</summary>
    /// <param name="entries">The images.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <exception cref="DatasetException">All faults together, in the order of the entries.</exception>
    public static void Require(IReadOnlyList<ImageEntry> entries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        List<string>[] found = new List<string>[entries.Count];
        Parallel.For(0, entries.Count, new ParallelOptions { CancellationToken = cancellationToken }, i => found[i] = Check(entries[i]));
        string[] faults = [.. found.SelectMany(f => f)];
        if (faults.Length > 0)
        {
            throw new DatasetException("The files of the dataset do not fit each other.", faults);
        }
    }

    private static List<string> Check(ImageEntry entry)
    {
        List<string> faults = [];
        if (Size(entry.ImagePath, RgbImageFile.ReadSize) is not { } image)
        {
            return faults;
        }

        foreach (string? path in (string?[])[entry.TruthPath, entry.PredictionPath, entry.ConfidencePath, entry.PixelLabelPath, entry.ProbabilityPath])
        {
            if (path is not null && Size(path, path == entry.ProbabilityPath ? ReadArraySize : LabelPng.ReadSize) is { } size && size != image)
            {
                string way = path == entry.ProbabilityPath
                    ? " The axes of an array are classes, rows, columns."
                    : " Each must have the size of its image: resize it (labels by nearest neighbour), or name the folder that belongs to these images.";
                faults.Add($"{path}: {size.Width} x {size.Height} pixels, but {entry.ImagePath} has {image.Width} x {image.Height}.{way}");
            }
        }

        return faults;

        (int Width, int Height)? Size(string path, Func<string, (int Width, int Height)> read)
        {
            try
            {
                return read(path);
            }
            catch (IOException unreadable)
            {
                faults.Add(unreadable.Message);
                return null;
            }
        }
    }

    private static (int Width, int Height) ReadArraySize(string path)
    {
        using NpyReader reader = NpyReader.Open(path);
        return reader.Shape.Length == 3
            ? (reader.Shape[2], reader.Shape[1])
            : throw new ImageFormatException($"{path}: an array of {reader.Shape.Length} axes, expected (classes, height, width).");
    }
}
