namespace SeCo.Evaluation;

/// <summary>A prediction and the ground truth it is measured by.</summary>
/// <param name="Name">The image's name.</param>
/// <param name="PredictionPath">The prediction, a label PNG.</param>
/// <param name="TruthPath">The ground truth, a label PNG.</param>
/// <param name="TruthMap">How the truth's ids become ids of the class set; null where they are the same.</param>
public sealed record LabelPair(string Name, string PredictionPath, string TruthPath, LabelIdMap? TruthMap = null);
