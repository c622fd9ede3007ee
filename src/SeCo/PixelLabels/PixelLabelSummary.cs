namespace SeCo.PixelLabels;

/// <summary>What a run over pixel labels did.</summary>
public sealed record PixelLabelSummary
{
    /// <summary>Images whose labels are written; 0 where a shard has only counted.</summary>
    public required int Images { get; init; }

    /// <summary>Pixels in those images.</summary>
    public required long Pixels { get; init; }

    /// <summary>Labelled pixels of each class in those images, <c>[K]</c>.</summary>
    public required IReadOnlyList<long> Kept { get; init; }

    /// <summary>The thresholds; null where a shard has only counted, or groups have their own.</summary>
    public required ClassThresholds? Thresholds { get; init; }
}
