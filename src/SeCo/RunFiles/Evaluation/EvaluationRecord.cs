namespace SeCo.RunFiles;

/// <summary>What was measured: <c>evaluation.json</c> of a run, and what <c>seco evaluate --json</c> writes. The scores are those of the final
/// labels.</summary>
public sealed record EvaluationRecord : ScoresRecord
{
    /// <summary>The labels after each stage; null for an evaluation of folders.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<StageScoresRecord>? Stages { get; init; }

    /// <summary>How well correction told right regions from wrong ones; null without truth.</summary>
    [JsonPropertyOrder(1)]
    public FilterRecord? Filter { get; init; }

    /// <summary>What adaptation was worth; null without adaptation.</summary>
    [JsonPropertyOrder(1)]
    public AdaptationRecord? Adaptation { get; init; }

    /// <summary>The second round and those after it; null where there is one round.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<EvaluationRecord>? Rounds { get; init; }

    /// <summary>Where the report lies; null where none was written.</summary>
    [JsonPropertyOrder(1)]
    public string? Report { get; init; }
}
