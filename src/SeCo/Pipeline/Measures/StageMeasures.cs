using SeCo.Evaluation;

namespace SeCo.Pipeline;

/// <summary>One row of the stage table: how good the labels were after a stage.</summary>
/// <param name="Stage">The stage: <c>pixel labels</c>, <c>PSA</c>, <c>PSA + SCC</c>.</param>
/// <param name="Regions">Connected regions of the stage's labels; null where they are not counted.</param>
/// <param name="Scores">Measures against the truth.</param>
/// <param name="Thresholding">What class-balanced confidence thresholding reaches at the same coverage; null without confidences.</param>
public sealed record StageMeasures(string Stage, long? Regions, SegmentationScores Scores, SegmentationScores? Thresholding)
{
    internal StageScoresRecord Record() => new()
    {
        Stage = Stage,
        Regions = Regions,
        Coverage = Scores.Coverage,
        Accuracy = Scores.Accuracy,
        Miou = Scores.Miou,
        AccuracyStrict = Scores.AccuracyStrict,
        MiouStrict = Scores.MiouStrict,
        ThresholdingAtEqualCoverage = Thresholding is null ? null : new ThresholdingRecord(Thresholding.Accuracy, Thresholding.Miou),
    };
}
