namespace SeCo.Correction.Noise;

/// <summary>What a noise model says about regions.</summary>
/// <param name="Clean">For each region, whether the model trusts it. The stage decides what becomes of the others.</param>
/// <param name="Probabilities">For each region how likely its class is wrong, in [0, 1]; the paper's eta. Null for models that have no such number.</param>
public sealed record NoiseEstimate(bool[] Clean, double[]? Probabilities = null)
{
    /// <summary>For each region the class that it takes where it is trusted; the others lose their label. Null: trusted regions keep their class, and the
    /// threshold of correction decides about the others (paper).</summary>
    public byte[]? Labels { get; init; }

    /// <summary>The mixtures behind it: one over all regions, and for class-balanced models one for each class that has its own.</summary>
    public IReadOnlyList<NoiseFit> Fits { get; init; } = [];

    /// <summary>Named limits, for reports: on the noise probability, or on the score where there are no probabilities.</summary>
    public IReadOnlyList<(string Name, double At)> Limits { get; init; } = [];
}
