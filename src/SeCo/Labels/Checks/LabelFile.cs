namespace SeCo.Labels;

/// <summary>A label PNG that is looked at.</summary>
/// <param name="Path">The file.</param>
/// <param name="Image">The image that it belongs to; null where that is not known.</param>
internal readonly record struct LabelFile(string Path, string? Image);
