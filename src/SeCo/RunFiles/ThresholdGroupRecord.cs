namespace SeCo.RunFiles;

/// <summary>The thresholds of a group of images.</summary>
/// <param name="Name">The group.</param>
/// <param name="Thresholds">One a class.</param>
public sealed record ThresholdGroupRecord(string Name, IReadOnlyList<ThresholdRecord> Thresholds);
