namespace SeCo.RunFiles;

/// <summary>The measures of a class.</summary>
/// <param name="Id">The class, 0…K-1.</param>
/// <param name="Name">Its name.</param>
/// <param name="Iou">Intersection over union of the labelled pixels.</param>
/// <param name="IouStrict">The same of all pixels.</param>
/// <param name="Accuracy">Share of the class's labelled pixels that are right.</param>
/// <param name="AccuracyStrict">The same of all pixels.</param>
/// <param name="TargetPixels">Pixels of the class in the truth.</param>
/// <param name="CoveredPixels">Those of them that have a label.</param>
/// <param name="PredictedPixels">Pixels labelled as the class where there is truth.</param>
/// <param name="CorrectPixels">Pixels of the class labelled as it.</param>
public sealed record ClassScoresRecord(
    int Id,
    string Name,
    double Iou,
    double IouStrict,
    double Accuracy,
    double AccuracyStrict,
    long TargetPixels,
    long CoveredPixels,
    long PredictedPixels,
    long CorrectPixels);
