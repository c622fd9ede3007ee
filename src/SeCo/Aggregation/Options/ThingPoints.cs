namespace SeCo.Aggregation;

/// <summary>Which points of a component a prompt has beside its box.</summary>
public enum ThingPoints
{
    /// <summary>Those of <see cref="AggregationOptions.Variant"/>: its centroid (paper), or its purest pixels (reference).</summary>
    Variant,

    /// <summary>Its pixel that is farthest from its border, and as a point beside the thing the pixel of the box that is farthest from it. A component of two
    /// parts or with a hole may have its centroid beside itself, these never. Source: SAMRefiner (Lin et al. 2025), without its rough mask.</summary>
    BorderDistance,
}
