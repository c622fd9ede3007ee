using SeCo.SegmentAnything;

namespace SeCo.Aggregation.Segmenters;

/// <summary>A class-agnostic mask.</summary>
/// <param name="Mask">The mask, in the size of the image.</param>
/// <param name="Score">The segmenter's own estimate of the mask's quality; higher is better, the scale is the segmenter's.</param>
/// <param name="Record">What else the segmenter knows of the mask; null where that is nothing.</param>
public sealed record SegmentMask(RunLengthMask Mask, double Score, MaskRecord? Record = null)
{
    /// <summary>A mask without a pixel.</summary>
    public static SegmentMask Empty(int width, int height) => new(RunLengthMask.FromCounts(width, height, [checked((uint)((long)width * height))]), 0);
}
