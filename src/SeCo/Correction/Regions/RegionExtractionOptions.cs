namespace SeCo.Correction.Regions;

/// <summary>How regions are taken out of a label map.</summary>
public sealed record RegionExtractionOptions
{
    /// <summary>Regions of fewer pixels are left out; 1 keeps all, as the reference does.</summary>
    public int MinimumArea { get; init; } = 1;

    /// <summary>Replaces every label before components are found: 256 entries, 255 to drop; null to leave labels as they are.</summary>
    /// <remarks>The reference's <c>transform_19to16</c> on the label side.</remarks>
    public IReadOnlyList<byte>? LabelIds { get; init; }

    /// <summary>Replaces every ground-truth id: 256 entries; null to leave them as they are.</summary>
    /// <remarks>The reference's <c>transform_19to16</c> on the image side.</remarks>
    public IReadOnlyList<byte>? TruthIds { get; init; }

    /// <summary>Checks all values.</summary>
    /// <exception cref="ArgumentException">A minimum below 1, or a table that does not have 256 entries.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MinimumArea, 1);
        ValidateTable(LabelIds, nameof(LabelIds));
        ValidateTable(TruthIds, nameof(TruthIds));
    }

    private static void ValidateTable(IReadOnlyList<byte>? table, string name)
    {
        if (table is not null && table.Count != 256)
        {
            throw new ArgumentException($"{name} has {table.Count} entries, expected 256, one for each label value.");
        }
    }
}
