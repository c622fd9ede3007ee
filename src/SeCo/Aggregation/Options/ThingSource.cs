namespace SeCo.Aggregation;

/// <summary>Where the regions of things come from.</summary>
public enum ThingSource
{
    /// <summary>From the segmenter's answers to boxes and points on the components of their pixel labels (paper).</summary>
    Prompts,

    /// <summary>From the components of their pixel labels as they are, painted over stuff: for segmenters that cannot follow objects this small.</summary>
    Pixels,
}
