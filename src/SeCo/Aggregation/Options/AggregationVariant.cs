namespace SeCo.Aggregation;

/// <summary>Which prompts are made of components, and how their answers are merged.</summary>
public enum AggregationVariant
{
    /// <summary>As the paper describes: one point at the geometric centre, the minimum-area rectangle enlarged, overlapping answers filtered.</summary>
    Paper,

    /// <summary>As the authors' release computes: one or two least-entropy points, a polygon offset for the box, no filter.</summary>
    Reference,
}
