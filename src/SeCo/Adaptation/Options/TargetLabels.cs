namespace SeCo.Adaptation;

/// <summary>The stage whose labels the student learns from. The paper's are those of <see cref="Correction"/>; the others are its baselines.</summary>
public enum TargetLabels
{
    /// <summary>PSA and SCC: the trusted and corrected regions.</summary>
    Correction,

    /// <summary>PSA alone.</summary>
    Aggregation,

    /// <summary>The pixel pseudo-labels.</summary>
    PixelLabels,

    /// <summary>The target's ground truth: no adaptation, but what the target's own labels would give.</summary>
    Truth,
}
