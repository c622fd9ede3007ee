namespace SeCo.Correction.Noise;

/// <summary>A fitted mixture and how the fit ended.</summary>
/// <param name="Mixture">The parameters after the last round.</param>
/// <param name="Rounds">Rounds of expectation and maximisation.</param>
/// <param name="Converged">False where the rounds ran out first.</param>
/// <param name="LowerBound">What is maximised, before the last maximisation: the mean log-likelihood of a sample, with the prior's share where there is
/// one.</param>
public sealed record MixtureFit(GaussianMixture1D Mixture, int Rounds, bool Converged, double LowerBound);
