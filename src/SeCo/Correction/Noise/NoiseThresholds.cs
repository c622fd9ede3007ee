namespace SeCo.Correction.Noise;

/// <summary>The paper's two thresholds.</summary>
/// <param name="Noise">tau_ns: regions whose noise probability is below it are clean, in [0, 1]. Paper: 0.60.</param>
/// <param name="Correction">tau_cr: noisy regions whose largest class probability is above it are corrected, in [0, 1]. Paper: 0.95.</param>
public readonly record struct NoiseThresholds(double Noise, double Correction)
{
    /// <summary>0.60 and 0.95 (paper section 4.1).</summary>
    public static NoiseThresholds Paper { get; } = new(0.60, 0.95);
}
