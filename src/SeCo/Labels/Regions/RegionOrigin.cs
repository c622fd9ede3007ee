namespace SeCo.Labels;

/// <summary>What made a region in aggregation.</summary>
/// <param name="Kind">The way it was made.</param>
/// <param name="Score">The segmenter's estimate of the mask's quality; null where it gave none.</param>
/// <param name="Box">The box prompt, for things prompted with one.</param>
/// <param name="Points">The point prompts; empty where there were none.</param>
/// <param name="Mask">The mask's place in the segmenter's list, from 0; null for prompts.</param>
/// <param name="Component">The prompting component's number within its class, from 1; null for masks.</param>
/// <param name="Share">The share of the labelled pixels inside the whole mask that had the region's class, [0, 1]; null where it is unknown.</param>
public sealed record RegionOrigin(
    RegionOriginKind Kind, double? Score, Box? Box, IReadOnlyList<ImagePoint> Points, int? Mask = null, int? Component = null, double? Share = null);
