namespace SeCo.Datasets;

/// <summary>One line of a list file.</summary>
/// <param name="Number">The line, from 1.</param>
/// <param name="ImagePath">The image, a full path.</param>
/// <param name="LabelPath">Its label, a full path; null where the line has one column.</param>
public sealed record ListLine(int Number, string ImagePath, string? LabelPath);
