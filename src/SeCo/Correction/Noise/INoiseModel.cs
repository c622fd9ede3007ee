namespace SeCo.Correction.Noise;

/// <summary>Turns losses (or other noise scores) of regions into the probability that their class is wrong.</summary>
public interface INoiseModel
{
    /// <summary>Fits the model and judges the same regions with it.</summary>
    /// <param name="losses">A loss for each region, finite; larger means more likely wrong.</param>
    /// <param name="classes">The class of each region.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a loss is not finite.</exception>
    NoiseEstimate Estimate(ReadOnlySpan<double> losses, ReadOnlySpan<byte> classes);
}
