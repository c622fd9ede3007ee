namespace SeCo.Evaluation;

/// <summary>How many regions of a group carry a wrong label.</summary>
/// <param name="Count">Regions.</param>
/// <param name="WrongCount">Regions with a wrong label.</param>
/// <param name="Area">Their pixels together.</param>
/// <param name="WrongArea">Pixels of the regions with a wrong label.</param>
public sealed record RegionGroupScores(long Count, long WrongCount, long Area, long WrongArea)
{
    /// <summary>Share of wrong regions, in [0, 1]; NaN for an empty group.</summary>
    public double WrongShare => (double)WrongCount / Count;

    /// <summary>Share of wrong regions by area, in [0, 1]; NaN for an empty group.</summary>
    public double WrongAreaShare => (double)WrongArea / Area;

    /// <summary>The group with one region more.</summary>
    internal RegionGroupScores With(bool wrong, long area) =>
        new(Count + 1, WrongCount + (wrong ? 1 : 0), Area + area, WrongArea + (wrong ? area : 0));
}
