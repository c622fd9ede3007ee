namespace SeCo.Correction.Noise;

/// <summary>How the mixture over losses is fitted and read.</summary>
internal sealed record MixtureOptions
{
    /// <summary>Quantile of the losses that becomes 1, in (0, 1]; 1 is the maximum. Larger losses become 1 too, so that one outlier cannot squeeze all
    /// others.</summary>
    public double UpperQuantile { get; init; } = 0.995;

    /// <summary>Shares of the samples at which further starts split them, besides the best two-means split; the likeliest result is kept.</summary>
    public IReadOnlyList<double> StartQuantiles { get; init; } = [0.5, 0.75, 0.9];

    /// <summary>Never lets the noise probability fall where the loss rises.</summary>
    public bool Monotonic { get; init; } = true;

    /// <summary>At most this many rounds of expectation-maximisation.</summary>
    public int MaxRounds { get; init; } = 1000;

    /// <summary>Ends where the mean log-likelihood of a sample changes by less, in nats.</summary>
    public double Tolerance { get; init; } = 1e-7;

    /// <summary>The smallest variance; keeps a component from shrinking onto one value. 5e-4 on losses scaled to [0, 1] (DivideMix, BETA).</summary>
    public double VarianceFloor { get; init; } = 5e-4;

    /// <summary>Adds <see cref="VarianceFloor"/> to every variance, as scikit-learn does, instead of using it as a limit. The likelihood may then
    /// fall.</summary>
    public bool AddFloor { get; init; }

    /// <summary>
    /// The recipe of DivideMix and BETA, which the paper takes: losses scaled between minimum and maximum, one k-means start, 10 rounds, tolerance 1e-2,
    /// scikit-learn's responsibilities. Constant losses, which scikit-learn refuses, count as clean.
    /// </summary>
    public static MixtureOptions Reference { get; } = new()
    {
        UpperQuantile = 1,
        StartQuantiles = [],
        Monotonic = false,
        MaxRounds = 10,
        Tolerance = 1e-2,
        AddFloor = true,
    };

    /// <summary>The noise probability of a scaled value, read as these options say.</summary>
    public double ProbabilityOf(GaussianMixture1D mixture, double value) =>
        Monotonic ? mixture.MonotonicNoiseProbability(value) : mixture.NoiseProbability(value);
}
