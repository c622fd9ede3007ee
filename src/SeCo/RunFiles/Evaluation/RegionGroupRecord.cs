namespace SeCo.RunFiles;

/// <summary>How many regions of a group carry a wrong label.</summary>
/// <param name="Regions">Regions.</param>
/// <param name="Pixels">Their pixels together.</param>
/// <param name="WrongShare">Share of wrong regions.</param>
/// <param name="WrongShareByArea">Share of the pixels that lie in wrong regions.</param>
public sealed record RegionGroupRecord(long Regions, long Pixels, double WrongShare, double WrongShareByArea);
