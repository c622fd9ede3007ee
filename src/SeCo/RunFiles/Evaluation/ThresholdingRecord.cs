namespace SeCo.RunFiles;

/// <summary>Class-balanced confidence thresholding at a stage's coverage.</summary>
/// <param name="Accuracy">Share of the labelled pixels that are right.</param>
/// <param name="Miou">Mean intersection over union of the labelled pixels.</param>
public sealed record ThresholdingRecord(double Accuracy, double Miou);
