namespace SeCo.Labels;

/// <summary>The way a region was made in aggregation.</summary>
public enum RegionOriginKind
{
    /// <summary>A class-agnostic mask that took the prevailing class (paper section 3.2, semantic alignment).</summary>
    [ConfigurationName("stuff")]
    StuffMask,

    /// <summary>The segmenter's answer to a box and points on pixel labels (paper section 3.2, interaction).</summary>
    [ConfigurationName("thing")]
    ThingPrompt,

    /// <summary>A component of the pixel labels of a thing class, as it is.</summary>
    ThingPixels,
}
