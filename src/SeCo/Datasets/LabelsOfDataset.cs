namespace SeCo.Datasets;

/// <summary>The labels of one kind that a dataset holds.</summary>
/// <param name="Kind">The kind: <c>truth</c>, <c>predictions</c>, <c>pixel labels</c>.</param>
/// <param name="Report">What a look into the files found.</param>
public sealed record LabelsOfDataset(string Kind, Labels.LabelCheckReport Report);
