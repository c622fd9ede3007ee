using SeCo.Imaging;
using SeCo.Imaging.Components;
using SeCo.Imaging.Rle;

namespace SeCo.SegmentAnything;

/// <summary>Which of many overlapping masks stay, and in what order: the thresholds of the automatic generator,
/// and the steps that compare masks with each other.</summary>
internal static class MaskSelection
{
    /// <summary>The predicted IoU that a mask must exceed, rounded as the values it is held against; null where all stay.</summary>
    public static double? IouAbove(AutomaticMaskOptions options) => options.PredIouThresh > 0 ? (float)options.PredIouThresh : null;

    /// <summary>Whether a mask is stable enough; one without a pixel above the laxer threshold (not a number) is not.</summary>
    public static bool IsStable(float stability, AutomaticMaskOptions options) =>
        options.StabilityScoreThresh <= 0 || stability >= (float)options.StabilityScoreThresh;

    /// <summary>Of the masks of one crop, those that the model trusts most.</summary>
    public static IReadOnlyList<MaskCandidate> WithinCrop(IReadOnlyList<MaskCandidate> candidates, double threshold) =>
        Suppress(candidates, threshold, c => c.PredictedIou);

    /// <summary>Of the masks of all crops, those of the smallest crops.</summary>
    public static IReadOnlyList<MaskCandidate> BetweenCrops(IReadOnlyList<MaskCandidate> candidates, double threshold) =>
        Suppress(candidates, threshold, c => 1f / c.Crop.Box.Area);

    /// <summary>
    /// Fills small holes, removes small islands, and drops masks that have become too alike; masks that did not change are preferred. Points and
    /// scores stay as they were.
    /// </summary>
    public static IReadOnlyList<MaskCandidate> WithoutSmallRegions(IReadOnlyList<MaskCandidate> candidates, int minimumArea, double threshold)
    {
        HashSet<MaskCandidate> changed = new(ReferenceEqualityComparer.Instance);
        MaskCandidate[] cleaned = new MaskCandidate[candidates.Count];
        for (int i = 0; i < cleaned.Length; i++)
        {
            RunLengthMask before = candidates[i].Mask;
            RunLengthMask after = SmallRegions.RemoveIslands(SmallRegions.FillHoles(before, minimumArea), minimumArea);
            cleaned[i] = candidates[i];
            if (!ReferenceEquals(before, after))
            {
                cleaned[i] = candidates[i] with { Mask = after, Box = ImageBox.Around(after.Bounds) };
                changed.Add(cleaned[i]);
            }
        }

        return Suppress(cleaned, threshold, c => changed.Contains(c) ? 0 : 1);
    }

    private static MaskCandidate[] Suppress(IReadOnlyList<MaskCandidate> candidates, double threshold, Func<MaskCandidate, float> score)
    {
        ImageBox[] boxes = [.. candidates.Select(c => c.Box)];
        float[] scores = [.. candidates.Select(score)];
        return Array.ConvertAll(BoxNms.Keep(boxes, scores, threshold), i => candidates[i]);
    }
}
