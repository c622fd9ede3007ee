namespace SeCo.RunFiles;

/// <summary>The results of all epochs of an adaptation: <c>adaptation/history.json</c>.</summary>
/// <param name="ClassSet">The class set's name.</param>
/// <param name="Criterion">What chooses the best epoch: <c>last</c>, <c>pseudo_labels</c>, …</param>
/// <param name="BestEpoch">The best epoch; 0 before the first.</param>
public sealed record TrainingHistoryRecord(string? ClassSet = null, string? Criterion = null, int BestEpoch = 0) : VersionedFile
{
    /// <summary>The epochs that were evaluated, in order.</summary>
    public IReadOnlyList<EpochRecord> Epochs { get => field ?? []; init; }

    /// <summary>The loss over the steps.</summary>
    public IReadOnlyList<LossPoint> Steps { get => field ?? []; init; }
}
