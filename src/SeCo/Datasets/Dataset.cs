namespace SeCo.Datasets;

/// <summary>The images of one split, in a fixed order, each with the files that belong to it.</summary>
/// <example>
/// <code>
/// Dataset val = Dataset.Open(new DatasetOptions { Root = "camvid", Layout = DatasetLayout.CamVid, Split = "val", Classes = "camvid11" });
/// Console.WriteLine(val.Entries[0].Name);
/// </code>
/// </example>
public sealed class Dataset
{
    private Dataset(DatasetOptions options, ClassSet classes, IReadOnlyList<ImageEntry> entries) =>
        (Options, Classes, Entries) = (options, classes, entries);

    /// <summary>What the dataset was opened with.</summary>
    public DatasetOptions Options { get; }

    /// <summary>The class set.</summary>
    public ClassSet Classes { get; }

    /// <summary>The images: in ordinal order of their names, lists in the order of their lines. At least one.</summary>
    public IReadOnlyList<ImageEntry> Entries { get; }

    /// <summary>Which files lie among the images and are not read, in words; none where all are.</summary>
    public IReadOnlyList<string> LeftOut { get; private init; } = [];

    /// <summary>A dataset whose files are found by rules of one's own.</summary>
    /// <param name="root">The folder that lists name images relative to.</param>
    /// <param name="classes">The class set.</param>
    /// <param name="entries">The images with the files that belong to them, in the order of work.</param>
    /// <exception cref="ArgumentException">No image, a name given twice, or one that leaves the folder of outputs.</exception>
    public static Dataset Of(string root, ClassSet classes, IReadOnlyList<ImageEntry> entries)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(entries);
        string? fault =
            entries.Count == 0 ? "a dataset needs at least one image."
            : entries.FirstOrDefault(e => !ImageName.StaysInside(e.Name)) is { } outside
                ? $"the image name '{outside.Name}' leaves its folder; outputs are named like the images."
            : entries.GroupBy(e => e.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice
                ? $"{twice.Count()} images are named '{twice.Key}'; outputs are named like the images, so that each needs a name of its own."
            : null;
        return fault is null ? new Dataset(new DatasetOptions { Root = root, Classes = classes.Name }, classes, [.. entries])
            : throw new ArgumentException($"{root}: {fault}", nameof(entries));
    }

    /// <summary>Finds a dataset's files. Looks at names only; <see cref="DatasetCheck"/> looks into the files.</summary>
    /// <exception cref="ArgumentException">Options out of range, or an unknown class set.</exception>
    /// <exception cref="DatasetException">
    /// Missing folders or files, links that lead out, names given twice, or no image at all; all faults together.
    /// </exception>
    public static Dataset Open(DatasetOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        ClassSet classes = ClassSet.Resolve(options.Classes);
        if (!Directory.Exists(options.Root))
        {
            throw new DatasetException($"{options.Root}: no such folder; it is given as the dataset's root.");
        }

        List<string> faults = [], leftOut = [];
        List<ImageEntry> entries = new EntryFinder(options, classes, faults, leftOut).Find();
        return faults.Count == 0
            ? new Dataset(options, classes, entries) { LeftOut = leftOut }
            : throw new DatasetException($"{options.Root}: the dataset (layout {options.Layout}, split {options.Split}) is not complete.", faults);
    }

    /// <summary>So many images, or all where there are fewer, spread evenly.</summary>
    internal static ImageEntry[] Spread(IReadOnlyList<ImageEntry> entries, int count)
    {
        count = Math.Min(count, entries.Count);
        return [.. Enumerable.Range(0, count).Select(i => entries[(int)((long)i * entries.Count / count)])];
    }

    /// <summary>Some of the images, with the options of all.</summary>
    internal Dataset Part(IReadOnlyList<ImageEntry> entries) => new(Options, Classes, entries);

    /// <summary>The same images without any answer of a model.</summary>
    internal Dataset WithoutAnswers() =>
        new(
            Options,
            Classes,
            [.. Entries.Select(e => e with { PredictionPath = null, ConfidencePath = null, ProbabilityPath = null, PixelLabelPath = null })]);
}
