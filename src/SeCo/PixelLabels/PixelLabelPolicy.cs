namespace SeCo.PixelLabels;

/// <summary>Which pixels keep their label.</summary>
public enum PixelLabelPolicy
{
    /// <summary>The most confident portion of each class over the whole set (CBST's thresholds); the label is the most probable class.</summary>
    ClassBalanced,

    /// <summary>As CBST has it: the label is the class with the largest probability relative to its threshold, kept where that is at least 1. Needs
    /// probabilities.</summary>
    ClassBalancedRatio,

    /// <summary>The most confident portion of all pixels over the whole set: one threshold.</summary>
    Global,

    /// <summary>The most confident portion of each class within each image.</summary>
    PerImage,

    /// <summary>Every pixel with at least <see cref="PixelLabelOptions.Threshold"/>.</summary>
    Fixed,

    /// <summary>Every pixel.</summary>
    All,
}
