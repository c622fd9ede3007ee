namespace SeCo.Correction.Noise;

/// <summary>Something known of every region that tells right from wrong, to be combined with others.</summary>
/// <param name="Name">What it is, for reports.</param>
/// <param name="Values">One value a region; larger means more likely wrong. Not a number where it is unknown.</param>
/// <param name="Weight">How much it counts, above 0.</param>
public sealed record NoiseSignal(string Name, ReadOnlyMemory<double> Values, double Weight = 1);
