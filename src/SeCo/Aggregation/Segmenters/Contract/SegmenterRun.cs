namespace SeCo.Aggregation.Segmenters;

/// <summary>The run that a segmenter is opened for.</summary>
/// <param name="Images">The names of the images.</param>
/// <param name="Cache">A folder of the run for what need not be made twice.</param>
/// <param name="Environment">Device, processors, log.</param>
public sealed record SegmenterRun(IReadOnlyList<string> Images, string Cache, StageEnvironment Environment);
