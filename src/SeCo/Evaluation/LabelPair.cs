namespace SeCo.Evaluation;

/// <summary>A prediction and the ground truth it is measured by.</summary>
/// <param name="Name">The image's name.</param>
/// <param name="PredictionPath">The prediction, a label PNG.</param>
/// <param name="TruthPath">The ground truth, a label PNG.</param>
public sealed record LabelPair(string Name, string PredictionPath, string TruthPath);
