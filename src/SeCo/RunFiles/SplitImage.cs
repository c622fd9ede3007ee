namespace SeCo.RunFiles;

/// <summary>An image of a split.</summary>
/// <param name="Name">The image's name.</param>
/// <param name="Labelled">Whether it is learnt from with its labels.</param>
/// <param name="Unlabelled">Whether it is learnt from without labels.</param>
/// <param name="HeldOut">Whether it is kept out of training.</param>
/// <param name="Trust">Trusted area as a share of its pixels.</param>
/// <param name="Coverage">Share of its pixels with a label.</param>
/// <param name="Classes">The trusted share of each class that it has, by name.</param>
public sealed record SplitImage(
    string Name, bool Labelled, bool Unlabelled, bool HeldOut, double Trust, double Coverage, IReadOnlyDictionary<string, double> Classes);
