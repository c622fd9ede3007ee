namespace SeCo.Aggregation;

/// <summary>What becomes of prompted masks of different classes that claim the same pixels.</summary>
/// <remarks>The paper says only that overlapping connectivities are filtered. Here masks are taken best first; one that shares more than
/// <see cref="AggregationOptions.OverlapLimit"/> of the smaller mask's pixels with a better one of another class is dropped.</remarks>
public enum OverlapFilter
{
    /// <summary>All are kept; later masks lie over earlier ones.</summary>
    None,

    /// <summary>The better mask is the one with the higher segmenter score.</summary>
    Score,

    /// <summary>The better mask is the one in which the larger share of the labelled pixels has the mask's own class.</summary>
    Agreement,
}
