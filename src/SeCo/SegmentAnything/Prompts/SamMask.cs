namespace SeCo.SegmentAnything;

/// <summary>One answer to a prompt.</summary>
public sealed record SamMask
{
    /// <summary>The pixels whose logit is above 0, in the size of the image; may be empty.</summary>
    public required RunLengthMask Mask { get; init; }

    /// <summary>Pixels inside the mask.</summary>
    public required long Area { get; init; }

    /// <summary>The smallest box around the mask; an empty box at the origin for an empty mask.</summary>
    public required Box Bounds { get; init; }

    /// <summary>The quality that the model predicts: an IoU, roughly 0 to 1, but no function keeps it there.</summary>
    public required double PredictedIou { get; init; }

    /// <summary>The logits the mask was made from, <c>[4g, 4g]</c> row-major in the model's padded frame.</summary>
    public required ReadOnlyMemory<float> LowResolutionLogits { get; init; }
}
