namespace SeCo.Labels;

/// <summary>What a conversion of label files did.</summary>
/// <param name="Files">Files that were written.</param>
/// <param name="OtherKinds">Files that lie beside the labels and were left out, by the ending of their names, and their numbers.</param>
/// <param name="Suspicions">What may have gone wrong, from the values that were read, each with a way out:
/// such as train ids that were read as label ids.</param>
public sealed record LabelConversionSummary(int Files, IReadOnlyList<(string Kind, int Files)> OtherKinds, IReadOnlyList<string> Suspicions);
