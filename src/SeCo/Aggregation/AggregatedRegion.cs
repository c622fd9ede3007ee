using SeCo.Imaging.Rle;

namespace SeCo.Aggregation;

/// <summary>One painted mask: what of it is still visible after later masks were painted over it.</summary>
/// <param name="ClassId">Its class.</param>
/// <param name="Visible">Its visible pixels, at least one.</param>
/// <param name="Origin">The mask's origin.</param>
public sealed record AggregatedRegion(int ClassId, RunLengthMask Visible, RegionOrigin Origin);
