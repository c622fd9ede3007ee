namespace SeCo.Aggregation;

/// <summary>The outcome of <see cref="PixelSemanticAggregation"/> for one image.</summary>
/// <param name="Labels">The aggregated labels, <c>[H, W]</c>.</param>
/// <param name="Regions">
/// The painted masks that are still visible, in painting order, each with its origin and its visible pixels; they do not overlap. A mask that
/// lies partly under later ones may be visible in several parts.
/// </param>
public sealed record AggregationResult(LabelMap Labels, IReadOnlyList<ConnectedRegion> Regions);
