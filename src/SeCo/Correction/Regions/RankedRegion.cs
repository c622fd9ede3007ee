namespace SeCo.Correction;

/// <summary>A region of a label map and how well a model's answers bear it out.</summary>
/// <param name="Region">The region: class, pixels, box.</param>
/// <param name="Quality">The mean probability of the region's class over its pixels, in [0, 1]; low where the label is doubtful.</param>
/// <param name="Suggested">The class with the largest mean probability over the region: another than the region's where the model would have labelled it
/// otherwise.</param>
public sealed record RankedRegion(ConnectedRegion Region, double Quality, byte Suggested);
