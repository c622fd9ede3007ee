namespace SeCo.Pipeline;

/// <summary>Class-balanced confidence thresholding at a given coverage: what a stage has to beat.</summary>
/// <param name="Accuracy">Accuracy of the covered pixels, in [0, 1].</param>
/// <param name="Miou">Mean IoU of the covered pixels, in [0, 1].</param>
public sealed record ThresholdingScores(double Accuracy, double Miou);
