namespace SeCo.Correction.Noise;

/// <summary>How the mixture over losses is fitted and read.</summary>
public sealed record MixtureOptions
{
    /// <summary>Quantile of the losses that becomes 0, in [0, 1); 0 is the minimum.</summary>
    public double LowerQuantile { get; init; }

    /// <summary>Quantile of the losses that becomes 1, in (0, 1]; 1 is the maximum. Larger losses become 1 too, so that one outlier cannot squeeze all
    /// others.</summary>
    public double UpperQuantile { get; init; } = 0.995;

    /// <summary>How expectation-maximisation runs.</summary>
    public MixtureEstimatorOptions Estimator { get; init; } = new();

    /// <summary>Shares of the samples at which further starts split them, besides the best two-means split; the likeliest result is kept.</summary>
    public IReadOnlyList<double> StartQuantiles { get; init; } = [0.5, 0.75, 0.9];

    /// <summary>Never lets the noise probability fall where the loss rises.</summary>
    public bool Monotonic { get; init; } = true;

    /// <summary>
    /// The recipe of DivideMix and BETA, which the paper takes: losses scaled between minimum and maximum, one k-means start, 10 rounds, tolerance 1e-2,
    /// scikit-learn's responsibilities. Constant losses, which scikit-learn refuses, count as clean.
    /// </summary>
    public static MixtureOptions Reference { get; } = new()
    {
        UpperQuantile = 1,
        Estimator = MixtureEstimatorOptions.Reference,
        StartQuantiles = [],
        Monotonic = false,
    };

    /// <summary>The noise probability of a scaled value, read as these options say.</summary>
    internal double ProbabilityOf(GaussianMixture1D mixture, double value) =>
        Monotonic ? mixture.MonotonicNoiseProbability(value) : mixture.NoiseProbability(value);

    /// <summary>Checks all values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(LowerQuantile);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(UpperQuantile, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(LowerQuantile, UpperQuantile);
        foreach (double quantile in StartQuantiles)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(quantile, nameof(StartQuantiles));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(quantile, 1, nameof(StartQuantiles));
        }

        Estimator.Validate();
    }
}
