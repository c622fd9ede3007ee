namespace SeCo.Labels;

/// <summary>What a check of label files found.</summary>
public sealed record LabelCheckReport
{
    /// <summary>The class set the labels were checked against.</summary>
    public required string ClassSet { get; init; }

    /// <summary>The coding of the labels; null where they should be the class set's ids.</summary>
    public string? Map { get; init; }

    /// <summary>Label files.</summary>
    public required int Files { get; init; }

    /// <summary>Pixels of each value, <c>[256]</c>.</summary>
    public required IReadOnlyList<long> Pixels { get; init; }

    /// <summary>How many files have each size, most frequent first.</summary>
    public required IReadOnlyList<(int Width, int Height, int Files)> Sizes { get; init; }

    /// <summary>How many files store their pixels in each way (<c>8-bit palette</c>), most frequent first.</summary>
    public required IReadOnlyList<(string Mode, int Files)> Modes { get; init; }

    /// <summary>Palette files whose first K colours are the class set's.</summary>
    public required int MatchingPalettes { get; init; }

    /// <summary>Palette files with other colours; labels are the indices.</summary>
    public required int OtherPalettes { get; init; }

    /// <summary>Files that lie beside the labels and were left out, by the ending of their names: coloured pictures, instance ids, other codings.</summary>
    public IReadOnlyList<(string Kind, int Files)> OtherKinds { get; init; } = [];

    /// <summary>Ids outside the class set, ascending.</summary>
    public required IReadOnlyList<ForeignLabel> Foreign { get; init; }

    /// <summary>Files that cannot be read as labels, with the reason.</summary>
    public required IReadOnlyList<string> Unreadable { get; init; }

    /// <summary>Labels whose size is not their image's, with both sizes.</summary>
    public required IReadOnlyList<string> Mismatched { get; init; }

    /// <summary>Names of images without labels.</summary>
    public required IReadOnlyList<string> ImagesWithoutLabels { get; init; }

    /// <summary>Names of labels without images.</summary>
    public required IReadOnlyList<string> LabelsWithoutImages { get; init; }

    /// <summary>What may have gone wrong, each with a way out.</summary>
    public required IReadOnlyList<string> Suspicions { get; init; }

    /// <summary>The suspicion about palettes that contradict the numbers; null where there is none.</summary>
    internal string? Palettes { get; init; }

    /// <summary>The suspicion about images that viewers turn; null where there is none.</summary>
    internal string? Turned { get; init; }

    /// <summary>True where every label can be used as it is: suspicions and palettes do not count.</summary>
    public bool IsUsable =>
        Files > 0 && Foreign.Count == 0 && Unreadable.Count == 0 && Mismatched.Count == 0 && ImagesWithoutLabels.Count == 0 && LabelsWithoutImages.Count == 0;
}
