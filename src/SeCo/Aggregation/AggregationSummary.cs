namespace SeCo.Aggregation;

/// <summary>What <see cref="PixelSemanticAggregation"/> made of a list of images; finished images of an earlier run included.</summary>
/// <param name="Images">Images.</param>
/// <param name="Pixels">Pixels of all images.</param>
/// <param name="LabelledPixels">Pixels that have a class afterwards.</param>
/// <param name="Classes">The regions and pixels of each class, by id. Pixels that merely kept their label belong to no region.</param>
public sealed record AggregationSummary(int Images, long Pixels, long LabelledPixels, IReadOnlyList<ClassAggregation> Classes)
{
    /// <summary>The share of pixels that have a class, [0, 1].</summary>
    public double Coverage => Pixels == 0 ? 0 : (double)LabelledPixels / Pixels;

    /// <summary>Regions of all classes.</summary>
    public long Regions => Classes.Sum(c => c.AlignedRegions + c.PromptedRegions);
}
