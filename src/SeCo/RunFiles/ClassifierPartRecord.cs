namespace SeCo.RunFiles;

/// <summary>The training of the classifier that judges one part of the images.</summary>
/// <param name="Part">The part's number, from 1.</param>
/// <param name="Steps">Its loss curve.</param>
public sealed record ClassifierPartRecord(int Part, IReadOnlyList<LossPoint> Steps);
