namespace SeCo.RunFiles;

/// <summary>A fitted mixture of two Gaussians over scores that were scaled to [0, 1].</summary>
public sealed record NoiseMixtureRecord
{
    /// <summary>The class; null for the mixture over all regions.</summary>
    public int? Class { get; init; }

    /// <summary>Regions that it was fitted to.</summary>
    public long Regions { get; init; }

    /// <summary>The score that became 0.</summary>
    public double Low { get; init; }

    /// <summary>The score that became 1.</summary>
    public double High { get; init; }

    /// <summary>Rounds of expectation-maximisation; null where scores did not differ.</summary>
    public int? Rounds { get; init; }

    /// <summary>Whether the rounds sufficed; null where scores did not differ.</summary>
    public bool? Converged { get; init; }

    /// <summary>The Gaussian of clean regions, then that of noisy ones; null where scores did not differ.</summary>
    public IReadOnlyList<NoiseComponentRecord>? Components { get; init; }
}
