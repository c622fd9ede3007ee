namespace SeCo.SegmentAnything;

/// <summary>What <see cref="MaskExport"/> has done.</summary>
/// <param name="Images">All images.</param>
/// <param name="Kept">Those among them that were finished before, with the same settings.</param>
/// <param name="Masks">Masks of all images.</param>
public sealed record MaskExportSummary(int Images, int Kept, long Masks);
