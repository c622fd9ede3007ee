namespace SeCo.RunFiles;

/// <summary>The results of all epochs of an adaptation: <c>adaptation/history.json</c>.</summary>
public sealed record TrainingHistoryRecord : VersionedFile
{
    /// <summary>The class set's name.</summary>
    public string? ClassSet { get; init; }

    /// <summary>What chooses the best epoch: <c>last</c>, <c>pseudo_labels</c>, …</summary>
    public string? Criterion { get; init; }

    /// <summary>The best epoch; 0 before the first.</summary>
    public int BestEpoch { get; init; }

    /// <summary>The epochs that were evaluated, in order.</summary>
    public IReadOnlyList<EpochRecord> Epochs { get; init => field = value ?? []; } = [];

    /// <summary>The loss over the steps.</summary>
    public IReadOnlyList<LossPoint> Steps { get; init => field = value ?? []; } = [];
}
