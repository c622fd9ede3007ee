namespace SeCo.RunFiles;

/// <summary>The losses of the region classifiers while they were trained: <c>correction/training.json</c>.</summary>
public sealed record ClassifierTrainingRecord : VersionedFile
{
    /// <summary>The parts of the images that had a classifier of their own.</summary>
    public required IReadOnlyList<ClassifierPartRecord> Parts { get; init; }
}
