namespace SeCo.SegmentAnything;

/// <summary>One mask of the automatic generator, with the fields of the official implementation.</summary>
public sealed record MaskRecord
{
    /// <summary>The pixels, in the size of the original image.</summary>
    public required RunLengthMask Segmentation { get; init; }

    /// <summary>Pixels inside the mask.</summary>
    public required long Area { get; init; }

    /// <summary>The box around the mask, from its first to its last column and row; all zero for an empty mask.</summary>
    public required ImageBox Bounds { get; init; }

    /// <summary>The quality that the model predicts for the mask: an IoU, roughly 0 to 1, but no function keeps it there.</summary>
    public required double PredictedIou { get; init; }

    /// <summary>The points that asked for the mask, in pixels of the original image.</summary>
    public required IReadOnlyList<ImagePoint> PointCoordinates { get; init; }

    /// <summary>IoU of the masks at a stricter and a laxer threshold, in [0, 1]: how little the mask depends on the threshold.</summary>
    public required double StabilityScore { get; init; }

    /// <summary>The part of the image that the model was shown when it found the mask.</summary>
    public required ImageBox CropBox { get; init; }

    /// <summary>The record of a mask that no generator made: its box is measured, its crop is the whole image, and it has no points.</summary>
    internal static MaskRecord Of(RunLengthMask mask, double score) => new()
    {
        Segmentation = mask,
        Area = mask.Area,
        Bounds = ImageBox.Around(mask.Bounds),
        PredictedIou = score,
        PointCoordinates = [],
        StabilityScore = 0,
        CropBox = ImageBox.OfSize(0, 0, mask.Width, mask.Height),
    };
}
