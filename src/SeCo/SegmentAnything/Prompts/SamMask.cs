namespace SeCo.SegmentAnything;

/// <summary>One answer to a prompt.</summary>
/// <param name="Mask">The pixels whose logit is above 0, in the size of the image; may be empty.</param>
/// <param name="Area">Pixels inside the mask.</param>
/// <param name="Bounds">The smallest box around the mask; an empty box at the origin for an empty mask.</param>
/// <param name="PredictedIou">The quality that the model predicts: an IoU, roughly 0 to 1, but no function keeps it there.</param>
/// <param name="LowResolutionLogits">The logits the mask was made from, <c>[4g, 4g]</c> row-major in the model's padded frame; SAM 2's are bounded by -32
/// and 32, and holes are not filled in them.</param>
public sealed record SamMask(RunLengthMask Mask, long Area, Box Bounds, double PredictedIou, ReadOnlyMemory<float> LowResolutionLogits)
{
    /// <summary>The logits that the mask was made from, where they are others; else empty.</summary>
    internal ReadOnlyMemory<float> Unbounded { get; init; }
}
