using SeCo.Imaging;
using SeCo.Imaging.Rle;

namespace SeCo.SegmentAnything;

/// <summary>A mask on its way through the automatic generator.</summary>
internal sealed record MaskCandidate
{
    /// <summary>The pixels, in the size of the image.</summary>
    public required RunLengthMask Mask { get; init; }

    /// <summary>First and last columns and rows, in pixels of the image; the crop's corner, twice, for an empty mask.</summary>
    public required ImageBox Box { get; init; }

    /// <summary>The model's own judgement.</summary>
    public required float PredictedIou { get; init; }

    /// <summary>See <see cref="StabilityScore"/>.</summary>
    public required float Stability { get; init; }

    /// <summary>The point that asked, in pixels of the image.</summary>
    public required ImagePoint Point { get; init; }

    /// <summary>The crop it was found in.</summary>
    public required ImageCrop Crop { get; init; }

    /// <summary>What the caller gets.</summary>
    public MaskRecord ToRecord() => new()
    {
        Segmentation = Mask,
        Area = Mask.Area,
        Bounds = Box,
        PredictedIou = PredictedIou,
        PointCoordinates = [Point],
        StabilityScore = Stability,
        CropBox = new ImageBox(Crop.Box.X0, Crop.Box.Y0, Crop.Box.X1, Crop.Box.Y1),
    };
}
