namespace SeCo.Correction;

/// <summary>What becomes of regions that are too small to classify.</summary>
public enum SmallRegionPolicy
{
    /// <summary>They get no label.</summary>
    Reject,

    /// <summary>They keep their label.</summary>
    Keep,
}
