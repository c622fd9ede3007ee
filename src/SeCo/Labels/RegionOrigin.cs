using SeCo.Imaging;

namespace SeCo.Labels;

/// <summary>What made a region in aggregation.</summary>
/// <param name="Kind">The way it was made.</param>
/// <param name="Score">The segmenter's estimate of the mask's quality; null where it gave none.</param>
/// <param name="Box">The box prompt, for things prompted with one.</param>
/// <param name="Points">The point prompts; empty where there were none.</param>
public sealed record RegionOrigin(RegionOriginKind Kind, double? Score, Box? Box, IReadOnlyList<ImagePoint> Points);
