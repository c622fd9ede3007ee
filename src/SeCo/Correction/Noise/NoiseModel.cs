namespace SeCo.Correction.Noise;

/// <summary>One mixture over the losses of all regions (paper section 3.3, after DivideMix and BETA).</summary>
/// <remarks>
/// Degenerate input: no region gives no probability; one region, or losses that are all equal, give 0 (clean), since nothing sets any region apart. With
/// two distinct losses each becomes a component of its own.
/// </remarks>
public sealed class NoiseModel : INoiseModel
{
    private readonly NoiseModelOptions _options;

    /// <summary>Creates a model.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    public NoiseModel(NoiseModelOptions? options = null)
    {
        _options = options ?? new NoiseModelOptions();
        _options.Validate();
    }

    /// <inheritdoc/>
    public NoiseEstimate Estimate(ReadOnlySpan<double> losses, ReadOnlySpan<byte> classes)
    {
        NoiseInput.Check(losses, classes);
        double[] probabilities = new double[losses.Length];
        ValueScale scale = losses.IsEmpty ? default : ValueScale.Between(losses, _options.LowerQuantile, _options.UpperQuantile);
        if (scale.IsEmpty)
        {
            return new NoiseEstimate(probabilities, [new NoiseFit(null, losses.Length, scale, null)]);
        }

        double[] scaled = scale.Apply(losses);
        MixtureFit fit = new MixtureStarts(_options).FitBest(scaled);
        for (int i = 0; i < scaled.Length; i++)
        {
            probabilities[i] = _options.Monotonic ? fit.Mixture.MonotonicNoiseProbability(scaled[i]) : fit.Mixture.NoiseProbability(scaled[i]);
        }

        return new NoiseEstimate(probabilities, [new NoiseFit(null, losses.Length, scale, fit)]);
    }
}
