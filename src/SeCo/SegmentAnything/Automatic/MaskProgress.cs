namespace SeCo.SegmentAnything;

/// <summary>How far the automatic generator has come with an image.</summary>
/// <param name="PointsDone">Points that were asked.</param>
/// <param name="PointsTotal">Points of all crops.</param>
/// <param name="Masks">Masks so far, before those that overlap are dropped.</param>
public readonly record struct MaskProgress(int PointsDone, int PointsTotal, int Masks);
