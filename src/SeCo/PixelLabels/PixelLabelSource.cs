namespace SeCo.PixelLabels;

/// <summary>What pixel labels are made from.</summary>
public enum PixelLabelSource
{
    /// <summary>Label and confidence images, as a model gives them that cannot be looked into.</summary>
    Confidence,

    /// <summary>The probability of every class.</summary>
    Probabilities,

    /// <summary>Ready-made pixel labels, which are checked and taken as they are.</summary>
    Given,
}
