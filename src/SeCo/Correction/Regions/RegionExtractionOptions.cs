using SeCo.Labels;

namespace SeCo.Correction.Regions;

/// <summary>How regions are taken out of a label map.</summary>
public sealed record RegionExtractionOptions
{
    /// <summary>Regions of fewer pixels are left out; 1 keeps all, as the reference does.</summary>
    public int MinimumArea { get; init; } = 1;

    /// <summary>Replaces every label before components are found: null to leave labels as they are.</summary>
    /// <remarks>The reference's <c>transform_19to16</c> in its mode <c>only_image</c>.</remarks>
    public LabelIdMap? LabelIds { get; init; }

    /// <summary>Replaces every ground-truth id; null to leave them as they are.</summary>
    /// <remarks>The reference's <c>transform_19to16</c> in its mode <c>only_label</c>.</remarks>
    public LabelIdMap? TruthIds { get; init; }

    /// <summary>Checks all values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A minimum below 1.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MinimumArea, 1);
    }
}
