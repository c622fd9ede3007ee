namespace SeCo.RunFiles;

/// <summary>An image whose labels differ.</summary>
/// <param name="Name">The image's name.</param>
/// <param name="Share">The share of its pixels that runs give different labels.</param>
public sealed record DisputedImageRecord(string Name, double Share);
