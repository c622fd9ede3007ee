using SeCo.Imaging.Rle;

namespace SeCo.Aggregation.Segmenters;

/// <summary>A class-agnostic mask.</summary>
/// <param name="Mask">The mask, in the size of the image.</param>
/// <param name="Score">The segmenter's own estimate of the mask's quality; higher is better, the scale is the segmenter's.</param>
public sealed record SegmentMask(RunLengthMask Mask, double Score);
