namespace SeCo.RunFiles;

/// <summary>The labels after a stage.</summary>
public sealed record StageScoresRecord
{
    /// <summary>The stage: <c>pixel labels</c>, <c>PSA</c>, <c>PSA + SCC</c>.</summary>
    public required string Stage { get; init; }

    /// <summary>Its connected regions; null where they are not counted.</summary>
    public long? Regions { get; init; }

    /// <summary>Share of the pixels with truth that have a label.</summary>
    public double Coverage { get; init; } = double.NaN;

    /// <summary>Share of the labelled pixels that are right.</summary>
    public double Accuracy { get; init; } = double.NaN;

    /// <summary>Mean intersection over union of the labelled pixels.</summary>
    public double Miou { get; init; } = double.NaN;

    /// <summary>Share of all pixels that are right.</summary>
    public double AccuracyStrict { get; init; } = double.NaN;

    /// <summary>Mean intersection over union, pixels without a label counted as wrong.</summary>
    public double MiouStrict { get; init; } = double.NaN;

    /// <summary>What class-balanced confidence thresholding reaches at this coverage; null without confidences.</summary>
    public ThresholdingRecord? ThresholdingAtEqualCoverage { get; init; }
}
