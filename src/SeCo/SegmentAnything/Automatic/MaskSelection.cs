using SeCo.Imaging.Components;

namespace SeCo.SegmentAnything;

/// <summary>Which of many overlapping masks stay, and in what order: the thresholds of the automatic generator,
/// and the steps that compare masks with each other.</summary>
internal static class MaskSelection
{
    /// <summary>The predicted IoU that a mask must exceed, rounded as the values it is held against; null where all stay.</summary>
    public static double? IouAbove(AutomaticMaskOptions options) => options.PredIouThresh is > 0 and double limit ? (float)limit : null;

    /// <summary>Whether a mask is stable enough; one without a pixel above the laxer threshold (not a number) is not.</summary>
    public static bool IsStable(float stability, AutomaticMaskOptions options) =>
        options.StabilityScoreThresh <= 0 || stability >= (float)options.StabilityScoreThresh;

    /// <summary>Of the masks of one crop, those that the model trusts most.</summary>
    public static IReadOnlyList<MaskRecord> WithinCrop(IReadOnlyList<MaskRecord> candidates, double threshold) =>
        Suppress(candidates, threshold, c => (float)c.PredictedIou);

    /// <summary>Of the masks of all crops, those of the smallest crops.</summary>
    public static IReadOnlyList<MaskRecord> BetweenCrops(IReadOnlyList<MaskRecord> candidates, double threshold) =>
        Suppress(candidates, threshold, c => 1f / (long)(c.CropBox.Width * c.CropBox.Height));

    /// <summary>Fills small holes, removes small islands, and drops masks that have become too alike; masks that did not change are preferred. Points and
    /// scores stay as they were.</summary>
    public static IReadOnlyList<MaskRecord> WithoutSmallRegions(IReadOnlyList<MaskRecord> candidates, int minimumArea, double threshold)
    {
        HashSet<MaskRecord> unchanged = new(candidates, ReferenceEqualityComparer.Instance);
        return Suppress([.. candidates.Select(Clean)], threshold, c => unchanged.Contains(c) ? 1 : 0);

        MaskRecord Clean(MaskRecord before)
        {
            RunLengthMask after = SmallRegions.RemoveIslands(SmallRegions.FillHoles(before.Segmentation, minimumArea), minimumArea);
            return ReferenceEquals(before.Segmentation, after)
                ? before
                : before with { Segmentation = after, Area = after.Area, Bounds = ImageBox.Around(after.Bounds) };
        }
    }

    private static MaskRecord[] Suppress(IReadOnlyList<MaskRecord> candidates, double threshold, Func<MaskRecord, float> score)
    {
        ImageBox[] boxes = [.. candidates.Select(c => c.Bounds)];
        float[] scores = [.. candidates.Select(score)];
        return Array.ConvertAll(BoxNms.Keep(boxes, scores, threshold), i => candidates[i]);
    }
}
