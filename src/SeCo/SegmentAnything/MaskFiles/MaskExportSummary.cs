namespace SeCo.SegmentAnything;

/// <summary>What <see cref="MaskExport"/> has done.</summary>
/// <param name="Images">All images.</param>
/// <param name="Kept">Those among them that were finished before, with the same settings.</param>
/// <param name="Masks">Masks of all images.</param>
public sealed record MaskExportSummary(int Images, int Kept, long Masks)
{
    /// <summary>What was found of finished images whose files are not as they were written; null where there was none.</summary>
    public string? Damage { get; init; }
}
