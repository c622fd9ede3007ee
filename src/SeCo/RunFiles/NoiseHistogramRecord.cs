namespace SeCo.RunFiles;

/// <summary>Numbers of regions by what the noise rule looked at, for each verdict.</summary>
public sealed record NoiseHistogramRecord
{
    /// <summary>What the values are: <c>loss</c>, <c>score</c>, <c>noise_probability</c>.</summary>
    public required string Of { get; init; }

    /// <summary>The class; null for all regions.</summary>
    public int? Class { get; init; }

    /// <summary>Where the first bin begins; smaller values are in it too.</summary>
    public double Low { get; init; }

    /// <summary>Where the last bin ends; larger values are in it too.</summary>
    public double High { get; init; }

    /// <summary>Regions that keep their class, by bin.</summary>
    public IReadOnlyList<long> Clean { get => field ?? []; init; }

    /// <summary>Regions that take the predicted class, by bin.</summary>
    public IReadOnlyList<long> Corrected { get => field ?? []; init; }

    /// <summary>Regions that lose their label, by bin.</summary>
    public IReadOnlyList<long> Rejected { get => field ?? []; init; }
}
