namespace SeCo.Correction.Noise;

/// <summary>How expectation-maximisation runs.</summary>
public sealed record MixtureEstimatorOptions
{
    /// <summary>At most this many rounds.</summary>
    public int MaxRounds { get; init; } = 1000;

    /// <summary>Ends where the mean log-likelihood of a sample changes by less, in nats.</summary>
    public double Tolerance { get; init; } = 1e-7;

    /// <summary>The smallest variance; keeps a component from shrinking onto one value. 5e-4 on losses scaled to [0, 1] (DivideMix, BETA).</summary>
    public double VarianceFloor { get; init; } = 5e-4;

    /// <summary>Adds <see cref="VarianceFloor"/> to every variance, as scikit-learn does, instead of using it as a limit. The likelihood may then
    /// fall.</summary>
    public bool AddFloor { get; init; }

    /// <summary>The recipe of DivideMix and BETA in scikit-learn: 10 rounds, tolerance 1e-2, 5e-4 added to every variance.</summary>
    public static MixtureEstimatorOptions Reference { get; } = new() { MaxRounds = 10, Tolerance = 1e-2, AddFloor = true };

    /// <summary>Checks all values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRounds, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Tolerance);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(VarianceFloor);
    }
}
