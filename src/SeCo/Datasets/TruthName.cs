namespace SeCo.Datasets;

/// <summary>One way in which a layout calls its truth files.</summary>
/// <param name="Suffix">What follows the image's name, before the ending.</param>
/// <param name="Coding">The coding of the ids; null: the class set's own.</param>
internal readonly record struct TruthName(string Suffix, string? Coding);
