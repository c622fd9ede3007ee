namespace SeCo.Correction.Noise;

/// <summary>A way to tell wrong regions from right ones. A rule of <see cref="NoiseRules"/> makes one from the settings.</summary>
public interface INoiseModel
{
    /// <summary>Judges all regions of a run together.</summary>
    /// <param name="regions">What is known of them.</param>
    /// <exception cref="ArgumentException">The lists differ in length, or a score is not finite.</exception>
    NoiseEstimate Estimate(NoiseInput regions);

    /// <summary>What the model does and decides, in whole sentences for the report.</summary>
    /// <param name="regions">What it was given.</param>
    string Explain(NoiseInput regions);
}
