namespace SeCo.RunFiles;

/// <summary>The thresholds of pixel labels and what they were made from: <c>pixel-labels/thresholds.json</c>.</summary>
/// <param name="Settings">A fingerprint of the settings and the images' names.</param>
/// <param name="Statistics">A hash of all answers of the model.</param>
/// <param name="ClassSet">The class set's name.</param>
/// <param name="Source">What labels are made from.</param>
/// <param name="Policy">Which pixels keep their label.</param>
public sealed record ThresholdsRecord(
    string Settings, string? Statistics = null, string? ClassSet = null, string? Source = null, string? Policy = null) : VersionedFile
{
    /// <summary>The share of pixels that keep their label.</summary>
    public double Portion { get; init; }

    /// <summary>Images counted.</summary>
    public int Images { get; init; }

    /// <summary>One a class; none where each image or group has its own.</summary>
    public required IReadOnlyList<ThresholdRecord> Thresholds { get; init; }

    /// <summary>What makes a group of images with thresholds of its own; null where there are none.</summary>
    public string? GroupBy { get; init; }

    /// <summary>The thresholds of each group; null where there are none.</summary>
    public IReadOnlyList<ThresholdGroupRecord>? Groups { get; init; }

    /// <summary>The place in <see cref="Groups"/> of each image's group, in the order of the set; null where the image's name tells it.</summary>
    public IReadOnlyList<int>? GroupOfImages { get; init; }
}
