using SeCo.Evaluation;

namespace SeCo.Pipeline;

/// <summary>What a run measured. Without truth it says only what was done.</summary>
/// <param name="Images">Images of the run.</param>
/// <param name="Report">Measures of the final labels; null without truth.</param>
/// <param name="Stages">Measures after each stage; empty without truth.</param>
/// <param name="Filter">How well the noise filter told right regions from wrong ones; null without truth.</param>
/// <param name="Adaptation">What adaptation was worth; null without adaptation.</param>
/// <param name="ReportPath">The report's file; null where none was written.</param>
public sealed record RunSummary(
    int Images, EvaluationReport? Report, IReadOnlyList<StageMeasures> Stages, RegionScores? Filter, AdaptationMeasures? Adaptation = null,
    string? ReportPath = null)
{
    /// <summary>The second round and those after it.</summary>
    public IReadOnlyList<RunSummary> LaterRounds { get; init; } = [];

    /// <summary>Whether anything was measured against truth.</summary>
    public bool HasMeasures => Report is not null || Adaptation is { Rows.Count: > 0 } || LaterRounds.Any(r => r.HasMeasures);

    /// <summary>Writes the summary as JSON: the measures of the final labels as <c>seco evaluate --json</c> writes them, then <c>stages</c>, <c>filter</c>,
    /// <c>adaptation</c>, <c>rounds</c> and <c>report</c>. Shares are in [0, 1], null where there is nothing to measure.</summary>
    public void WriteJson(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        RunFileKinds.Evaluation.Write(stream, Record());
        stream.WriteByte((byte)'\n');
    }

    private EvaluationRecord Record()
    {
        EvaluationRecord measures = new()
        {
            Images = Images,
            Stages = [.. Stages.Select(s => s.Record())],
            Filter = Filter is null ? null : RecordOf(Filter),
            Adaptation = Adaptation?.Record(),
            Rounds = LaterRounds.Count == 0 ? null : [.. LaterRounds.Select(r => r.Record())],
            Report = ReportPath,
        };
        return Report is null ? measures : Report.Into(measures);
    }

    private static FilterRecord RecordOf(RegionScores filter) => new(
        filter.Auroc, filter.AurocByArea, filter.Unjudged, RecordOf(filter.All), RecordOf(filter.Clean), RecordOf(filter.Corrected),
        RecordOf(filter.CorrectedBefore), RecordOf(filter.Rejected), RecordOf(filter.Noisy));

    private static RegionGroupRecord RecordOf(RegionGroupScores group) => new(group.Count, group.Area, group.WrongShare, group.WrongAreaShare);
}
