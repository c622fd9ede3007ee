namespace SeCo.Reports;

/// <summary>A region with its outcome and without its pixels, small enough to keep many.</summary>
/// <param name="Image">Number of its image.</param>
/// <param name="Id">Number in its file.</param>
/// <param name="Class">The class it came with.</param>
/// <param name="Predicted">The class that the classifier sees.</param>
/// <param name="Probability">That class's probability.</param>
/// <param name="Loss">Cross-entropy of its own class, in nats.</param>
/// <param name="Noise">Probability that its own class is wrong; null for rules without one.</param>
/// <param name="Verdict">The decision.</param>
/// <param name="Area">Pixels.</param>
/// <param name="IsSmall">Whether it is too small to see much of.</param>
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
