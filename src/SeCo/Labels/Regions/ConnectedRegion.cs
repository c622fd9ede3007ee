namespace SeCo.Labels;

/// <summary>One connected region of one class: the paper's "connectivity" (section 3.3).</summary>
/// <param name="Id">The region's number in its file, from 0; unique there.</param>
/// <param name="CategoryId">The class the region was given, 0…K-1.</param>
/// <param name="Mask">The region's pixels, in the size of its label map.</param>
/// <param name="Area">Pixels inside the mask.</param>
/// <param name="Bounds">The smallest box around the mask.</param>
/// <param name="TrueLabel">What ground truth says, for reports only; null where there is none. Training never reads it.</param>
/// <param name="MeanConfidence">The mean confidence of the pixels inside, in [0, 1]; null where confidences are unknown.</param>
/// <param name="Origin">What made the region; null where that is unknown.</param>
/// <param name="Outcome">What correction found; null before it ran.</param>
public sealed record ConnectedRegion(
    int Id, int CategoryId, RunLengthMask Mask, long Area, Box Bounds, RegionTruth? TrueLabel = null, double? MeanConfidence = null,
    RegionOrigin? Origin = null, RegionOutcome? Outcome = null)
{
    /// <summary>A region whose area and box are measured from the mask.</summary>
    /// <param name="id">The number in the file.</param>
    /// <param name="categoryId">The class.</param>
    /// <param name="mask">The pixels.</param>
    public static ConnectedRegion FromMask(int id, int categoryId, RunLengthMask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        return new ConnectedRegion(id, categoryId, mask, mask.Area, mask.Bounds);
    }
}
