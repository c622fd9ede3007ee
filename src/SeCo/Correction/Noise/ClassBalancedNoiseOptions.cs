namespace SeCo.Correction.Noise;

/// <summary>How the class-balanced noise model shares between classes.</summary>
public sealed record ClassBalancedNoiseOptions
{
    /// <summary>How losses are scaled and mixtures fitted and read; also for the mixture pooled over classes.</summary>
    public NoiseModelOptions Mixture { get; init; } = new();

    /// <summary>
    /// Weight of the pooled mixture in each class, in regions: a class is judged as if this many regions of the pooled mixture had been seen in it too. 0
    /// leaves each class to itself; large values make all classes alike.
    /// </summary>
    public double PriorStrength { get; init; } = 30;

    /// <summary>Classes with fewer regions are judged by the pooled mixture.</summary>
    public int MinimumRegions { get; init; } = 10;

    /// <summary>
    /// How far losses are scaled by the range of their own class instead of that of all classes, in [0, 1]. At 0 a rare class whose losses are all
    /// large stays noise as a whole; at 1 a region is compared with its own class. Classes with few regions keep more of the common range:
    /// the share is this times n / (n + <see cref="PriorStrength"/>).
    /// </summary>
    public double ClassScaling { get; init; } = 1;

    /// <summary>
    /// How classes weigh in the pooled mixture, in [0, 1]: a class of n regions weighs n to the power of 1 minus this. 0 counts regions, 1 counts classes.
    /// </summary>
    public double PoolBalance { get; init; } = 0.5;

    /// <summary>Checks all values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public void Validate()
    {
        Mixture.Validate();
        ArgumentOutOfRangeException.ThrowIfNegative(PriorStrength);
        ArgumentOutOfRangeException.ThrowIfLessThan(MinimumRegions, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(ClassScaling);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ClassScaling, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(PoolBalance);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(PoolBalance, 1);
    }
}
