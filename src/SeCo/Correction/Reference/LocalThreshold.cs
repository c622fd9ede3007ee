namespace SeCo.Correction.Reference;

/// <summary>The quantile thresholds of one predicted class.</summary>
/// <param name="Loss">Quantile of the losses.</param>
/// <param name="Score">Quantile of the scores.</param>
/// <param name="Regions">How many regions are predicted as the class.</param>
public sealed record LocalThreshold(double Loss, double Score, int Regions);
