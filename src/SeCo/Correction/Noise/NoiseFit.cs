namespace SeCo.Correction.Noise;

/// <summary>One mixture of a noise model, for reports.</summary>
/// <param name="Class">The class it judges; null for the mixture over all regions.</param>
/// <param name="Regions">How many regions it was fitted to.</param>
/// <param name="Scale">How losses were scaled before.</param>
/// <param name="Fit">The fit; null where losses did not differ, so that all regions count as clean.</param>
public sealed record NoiseFit(byte? Class, int Regions, ValueScale Scale, MixtureFit? Fit);
