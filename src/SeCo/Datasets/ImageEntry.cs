namespace SeCo.Datasets;

/// <summary>One image of a dataset and the files that belong to it.</summary>
public sealed record ImageEntry
{
    /// <summary>The image's name: its path below the image folder, without ending, with <c>/</c> between folders. Outputs are named like this.</summary>
    public required string Name { get; init; }

    /// <summary>The image file (PNG, JPEG, TIFF or WebP).</summary>
    public required string ImagePath { get; init; }

    /// <summary>Ground truth (label PNG), for reports only; null where there is none.</summary>
    public string? TruthPath { get; init; }

    /// <summary>How the ids in the truth's file become ids of the class set; null where they are the same.</summary>
    public LabelIdMap? TruthMap { get; init; }

    /// <summary>The model's label for every pixel (label PNG), null where not given.</summary>
    public string? PredictionPath { get; init; }

    /// <summary>The model's confidence in that label (8- or 16-bit grey PNG), null where not given.</summary>
    public string? ConfidencePath { get; init; }

    /// <summary>The model's class probabilities (array file), null where not given.</summary>
    public string? ProbabilityPath { get; init; }

    /// <summary>Ready-made pixel pseudo-labels (label PNG), null where not given.</summary>
    public string? PixelLabelPath { get; init; }

    /// <summary>The image of a path, or the images below a folder with the folders between as part of their names.</summary>
    /// <param name="path">An image, or a folder.</param>
    /// <param name="leftOut">Told which files below the folder are not read, in words.</param>
    /// <returns>The entries, in ordinal order of their names; they have nothing but name and image.</returns>
    /// <exception cref="DatasetException">There is nothing, no image, or two images with one name.</exception>
    public static IReadOnlyList<ImageEntry> Find(string path, ICollection<string>? leftOut = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (File.Exists(path))
        {
            return [new ImageEntry { Name = Path.GetFileNameWithoutExtension(path), ImagePath = path }];
        }

        if (!Directory.Exists(path))
        {
            throw new DatasetException($"{path}: there is no such image and no such folder.");
        }

        List<string> faults = [], others = [];
        List<(string Name, string Path)> found = ImageFolder.Find(path, ImageFolder.Endings, followLinks: false, faults, others);
        string[] notes = [.. ImageFolder.Describe(path, ImageFolder.Endings, others)];
        Array.ForEach(notes, note => leftOut?.Add(note));
        DatasetException.ThrowIfAny($"{path}: some images cannot be used.", faults);
        return found.Count > 0
            ? [.. found.Select(f => new ImageEntry { Name = f.Name, ImagePath = f.Path })]
            : throw new DatasetException(
                $"{path}: no images below this folder, expected files that end in {string.Join(", ", ImageFolder.Endings)}. {string.Concat(notes)}".Trim());
    }

    /// <summary>Reads the ground truth in the ids of the class set.</summary>
    /// <exception cref="InvalidOperationException">The image has no ground truth.</exception>
    /// <exception cref="IOException">The file cannot be read, or is not a label PNG (<see cref="ImageFormatException"/>).</exception>
    public LabelMap ReadTruth()
    {
        LabelMap truth = LabelPng.Read(TruthPath ?? throw new InvalidOperationException($"{Name}: there is no ground truth for this image."));
        TruthMap?.Apply(truth.Pixels);
        return truth;
    }
}
