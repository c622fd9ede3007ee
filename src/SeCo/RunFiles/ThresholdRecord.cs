namespace SeCo.RunFiles;

/// <summary>The confidence from which on a class keeps its label.</summary>
/// <param name="Id">The class.</param>
/// <param name="Name">Its name.</param>
/// <param name="Threshold">The confidence, in [0, 1].</param>
/// <param name="Level">The same as a 16-bit level.</param>
/// <param name="Predicted">Pixels that the model calls by the class.</param>
public sealed record ThresholdRecord(int Id, string Name, double Threshold, int Level, long Predicted);
