namespace SeCo.RunFiles;

/// <summary>The thresholds of pixel labels and what they were made from: <c>pixel-labels/thresholds.json</c>.</summary>
public sealed record ThresholdsRecord : VersionedFile
{
    /// <summary>A fingerprint of the settings and the images' names.</summary>
    public required string Settings { get; init; }

    /// <summary>A hash of all answers of the model.</summary>
    public string? Statistics { get; init; }

    /// <summary>The class set's name.</summary>
    public string? ClassSet { get; init; }

    /// <summary>What labels are made from.</summary>
    public string? Source { get; init; }

    /// <summary>Which pixels keep their label.</summary>
    public string? Policy { get; init; }

    /// <summary>The share of pixels that keep their label.</summary>
    public double Portion { get; init; }

    /// <summary>Images counted.</summary>
    public int Images { get; init; }

    /// <summary>One a class; none where each image has its own.</summary>
    public required IReadOnlyList<ThresholdRecord> Thresholds { get; init; }
}
