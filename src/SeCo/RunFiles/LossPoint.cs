namespace SeCo.RunFiles;

/// <summary>A point of a loss curve.</summary>
/// <param name="Step">The last step of its share of the training, from 1.</param>
/// <param name="Loss">Mean loss of that share.</param>
public sealed record LossPoint(long Step, double Loss);
