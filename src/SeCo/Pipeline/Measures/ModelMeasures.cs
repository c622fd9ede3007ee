using SeCo.Evaluation;

namespace SeCo.Pipeline;

/// <summary>How good the answers of one model are.</summary>
/// <param name="Name">The model: <c>source only</c>, <c>adapted (last epoch)</c>, <c>adapted (best epoch by …)</c>.</param>
/// <param name="Epoch">Epochs it was trained; null for the source model.</param>
/// <param name="ChosenBy">What chose the epoch; null where nothing did.</param>
/// <param name="Report">Measures of its answers against the truth.</param>
public sealed record ModelMeasures(string Name, int? Epoch, string? ChosenBy, EvaluationReport Report);
