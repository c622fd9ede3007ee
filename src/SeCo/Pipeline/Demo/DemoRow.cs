using SeCo.Evaluation;

namespace SeCo.Pipeline.Demo;

/// <summary>One row of the demonstration's table.</summary>
/// <param name="Name">The way: <c>source only</c>, <c>pixel self-training</c>, <c>PSA</c>, <c>PSA + SCC</c>, <c>adapted</c>.</param>
/// <param name="Folder">The run folder; null for the source model, which has one of its own.</param>
/// <param name="Report">Measures of the model's answers on the target images that are kept out of training.</param>
public sealed record DemoRow(string Name, string? Folder, EvaluationReport Report);
