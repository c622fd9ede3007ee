namespace SeCo.Labels;

/// <summary>A person's word on some pixels of an image. It is about pixels and a class, never about a numbered region of a run,
/// so that it holds in any later run.</summary>
/// <param name="Mask">The pixels, in the size of the image's label map.</param>
/// <param name="Answer">What was said.</param>
/// <param name="Label">The class that the pixels have; 255 for none.</param>
/// <param name="Asked">The class that the region was shown with; null for drawn pixels.</param>
public sealed record RegionReview(RunLengthMask Mask, ReviewAnswer Answer, byte Label, int? Asked = null)
{
    /// <summary>True for an answer to a whole region; false for drawn pixels.</summary>
    public bool IsWhole => Answer != ReviewAnswer.Drawn;

    /// <summary>The review that follows from a region's class before and after a person saw it.</summary>
    /// <param name="mask">The region's pixels.</param>
    /// <param name="asked">The class that it was shown with.</param>
    /// <param name="label">The class that it came back with; 255 where it was deleted.</param>
    public static RegionReview Of(RunLengthMask mask, int asked, byte label) => new(
        mask,
        label == LabelMap.Ignore ? ReviewAnswer.Rejected : label == asked ? ReviewAnswer.Confirmed : ReviewAnswer.Relabelled,
        label, asked);
}
