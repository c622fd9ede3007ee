namespace SeCo.RunFiles;

/// <summary>How well one class was predicted. "Covered" leaves out pixels without a prediction; "strict" counts them as wrong.</summary>
/// <param name="Id">The class, 0…K-1.</param>
/// <param name="Name">The class's name.</param>
/// <param name="Iou">Intersection over union, covered, in [0, 1]; NaN where the class is neither predicted nor true.</param>
/// <param name="IouStrict">Intersection over union, strict, in [0, 1]; NaN where the class is neither predicted nor true.</param>
/// <param name="Accuracy">Share of the class's pixels that are predicted rightly (recall), covered, in [0, 1]; NaN where there is none.</param>
/// <param name="AccuracyStrict">Share of the class's pixels that are predicted rightly (recall), strict, in [0, 1]; NaN where there is none.</param>
/// <param name="TargetPixels">Pixels of this class in the ground truth, with a prediction or without.</param>
/// <param name="CoveredPixels">Pixels of this class in the ground truth that have a prediction.</param>
/// <param name="PredictedPixels">Pixels predicted as this class, where the ground truth is known.</param>
/// <param name="CorrectPixels">Pixels of this class predicted as this class: the intersection.</param>
public sealed record ClassScoresRecord(
    int Id, string Name, double Iou, double IouStrict, double Accuracy, double AccuracyStrict, long TargetPixels, long CoveredPixels,
    long PredictedPixels, long CorrectPixels);
