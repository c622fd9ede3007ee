namespace SeCo.RunFiles;

/// <summary>A Gaussian of a mixture.</summary>
/// <param name="Weight">Its share, in [0, 1].</param>
/// <param name="Mean">Its mean.</param>
/// <param name="Variance">Its variance.</param>
public sealed record NoiseComponentRecord(double Weight, double Mean, double Variance);
