namespace SeCo.SegmentAnything;

/// <summary>One mask of the automatic generator, with the fields of the official implementation.</summary>
/// <param name="Segmentation">The pixels, in the size of the original image.</param>
/// <param name="Area">Pixels inside the mask.</param>
/// <param name="Bounds">The box around the mask, from its first to its last column and row; all zero for an empty mask.</param>
/// <param name="PredictedIou">The quality that the model predicts for the mask: an IoU, roughly 0 to 1, but no function keeps it there.</param>
/// <param name="PointCoordinates">The points that asked for the mask, in pixels of the original image.</param>
/// <param name="StabilityScore">IoU of the masks at a stricter and a laxer threshold, in [0, 1]: how little the mask depends on the threshold.</param>
/// <param name="CropBox">The part of the image that the model was shown when it found the mask.</param>
public sealed record MaskRecord(
    RunLengthMask Segmentation, long Area, ImageBox Bounds, double PredictedIou, IReadOnlyList<ImagePoint> PointCoordinates, double StabilityScore,
    ImageBox CropBox)
{
    /// <summary>The record of a mask that no generator made: its box is measured, its crop is the whole image, and it has no points.</summary>
    internal static MaskRecord Of(RunLengthMask mask, double score) =>
        new(mask, mask.Area, ImageBox.Around(mask.Bounds), score, [], 0, ImageBox.OfSize(0, 0, mask.Width, mask.Height));
}
