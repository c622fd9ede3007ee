using SeCo.Labels;

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

        List<string> faults = [];
        List<ImageEntry> entries = new EntryFinder(options, classes, faults).Find();
        return faults.Count == 0
            ? new Dataset(options, classes, entries)
            : throw new DatasetException($"{options.Root}: the dataset (layout {options.Layout}, split {options.Split}) is not complete.", faults);
    }
}
