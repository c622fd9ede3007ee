namespace SeCo.Correction.Noise;

/// <summary>What a noise model says about regions.</summary>
/// <param name="Probabilities">For each region the probability, in [0, 1], that its class is wrong; the paper's eta.</param>
/// <param name="Fits">The mixtures behind them: one over all regions, and for class-balanced models one for each class that has its own.</param>
public sealed record NoiseEstimate(double[] Probabilities, IReadOnlyList<NoiseFit> Fits);
