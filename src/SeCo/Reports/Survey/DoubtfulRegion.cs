namespace SeCo.Reports;

/// <summary>A region with its outcome and without its pixels, small enough to keep many: the class it came with, the one that the classifier sees, with its
/// probability, the loss in nats, and the probability that its own class is wrong; null for rules without one.</summary>
internal sealed record DoubtfulRegion(int Image, int Id, int Class, int Predicted, float Probability, float Loss, float? Noise, RegionVerdict Verdict,
    long Area, bool IsSmall) : IComparable<DoubtfulRegion>
{
    /// <summary>What regions are sorted by, larger first.</summary>
    public float Doubt => Noise ?? Loss;

    /// <summary>The worst first: large ones, then by doubt, then by loss; the same order whatever was read first.</summary>
    public int CompareTo(DoubtfulRegion? other) => other is null
        ? -1
        : (IsSmall, -Doubt, -Loss, Image, Id).CompareTo((other.IsSmall, -other.Doubt, -other.Loss, other.Image, other.Id));
}
