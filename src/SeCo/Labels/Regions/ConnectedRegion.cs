namespace SeCo.Labels;

/// <summary>One connected region of one class: the paper's "connectivity" (section 3.3).</summary>
public sealed record ConnectedRegion
{
    /// <summary>The region's number in its file, from 0; unique there.</summary>
    public required int Id { get; init; }

    /// <summary>The class the region was given, 0…K-1.</summary>
    public required int CategoryId { get; init; }

    /// <summary>The region's pixels, in the size of its label map.</summary>
    public required RunLengthMask Mask { get; init; }

    /// <summary>Pixels inside the mask.</summary>
    public required long Area { get; init; }

    /// <summary>The smallest box around the mask.</summary>
    public required Box Bounds { get; init; }

    /// <summary>What ground truth says, for reports only; null where there is none. Training never reads it.</summary>
    public RegionTruth? TrueLabel { get; init; }

    /// <summary>The mean confidence of the pixels inside, in [0, 1]; null where confidences are unknown.</summary>
    public double? MeanConfidence { get; init; }

    /// <summary>What made the region; null where that is unknown.</summary>
    public RegionOrigin? Origin { get; init; }

    /// <summary>What correction found; null before it ran.</summary>
    public RegionOutcome? Outcome { get; init; }

    /// <summary>A region whose area and box are measured from the mask.</summary>
    /// <param name="id">The number in the file.</param>
    /// <param name="categoryId">The class.</param>
    /// <param name="mask">The pixels.</param>
    public static ConnectedRegion FromMask(int id, int categoryId, RunLengthMask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        return new ConnectedRegion { Id = id, CategoryId = categoryId, Mask = mask, Area = mask.Area, Bounds = mask.Bounds };
    }
}
