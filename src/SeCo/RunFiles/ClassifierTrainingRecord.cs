namespace SeCo.RunFiles;

/// <summary>The losses of the region classifiers while they were trained: <c>correction/training.json</c>.</summary>
/// <param name="Parts">The parts of the images that had a classifier of their own.</param>
public sealed record ClassifierTrainingRecord(IReadOnlyList<ClassifierPartRecord> Parts) : VersionedFile;
