namespace SeCo.Labels;

/// <summary>What a check of label files found.</summary>
/// <param name="ClassSet">The class set the labels were checked against.</param>
/// <param name="Map">The coding of the labels; null where they should be the class set's ids.</param>
/// <param name="Files">Label files.</param>
/// <param name="Pixels">Pixels of each value, <c>[256]</c>.</param>
/// <param name="Sizes">How many files have each size, most frequent first.</param>
/// <param name="Modes">How many files store their pixels in each way (<c>8-bit palette</c>), most frequent first.</param>
/// <param name="MatchingPalettes">Palette files whose first K colours are the class set's.</param>
/// <param name="OtherPalettes">Palette files with other colours; labels are the indices.</param>
/// <param name="OtherKinds">Files that lie beside the labels and were left out, by the ending of their names: coloured pictures, instance ids, other
/// codings.</param>
/// <param name="Foreign">Ids outside the class set, ascending.</param>
/// <param name="Unreadable">Files that cannot be read as labels, with the reason.</param>
/// <param name="Mismatched">Labels whose size is not their image's, with both sizes.</param>
/// <param name="ImagesWithoutLabels">Names of images without labels.</param>
/// <param name="LabelsWithoutImages">Names of labels without images.</param>
/// <param name="Suspicions">What may have gone wrong, each with a way out.</param>
public sealed record LabelCheckReport(
    string ClassSet, string? Map, int Files, IReadOnlyList<long> Pixels,
    IReadOnlyList<(int Width, int Height, int Files)> Sizes, IReadOnlyList<(string Mode, int Files)> Modes,
    int MatchingPalettes, int OtherPalettes, IReadOnlyList<(string Kind, int Files)> OtherKinds, IReadOnlyList<ForeignLabel> Foreign,
    IReadOnlyList<string> Unreadable, IReadOnlyList<string> Mismatched, IReadOnlyList<string> ImagesWithoutLabels,
    IReadOnlyList<string> LabelsWithoutImages, IReadOnlyList<string> Suspicions)
{
    /// <summary>The suspicion about palettes that contradict the numbers; null where there is none.</summary>
    internal string? Palettes { get; init; }

    /// <summary>The suspicion about images that viewers turn; null where there is none.</summary>
    internal string? Turned { get; init; }

    /// <summary>True where every label can be used as it is: suspicions and palettes do not count.</summary>
    public bool IsUsable =>
        Files > 0 && Foreign.Count == 0 && Unreadable.Count == 0 && Mismatched.Count == 0 && ImagesWithoutLabels.Count == 0 && LabelsWithoutImages.Count == 0;
}
