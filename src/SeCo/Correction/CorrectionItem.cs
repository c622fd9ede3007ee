namespace SeCo.Correction;

/// <summary>One image as correction sees it. Nothing here is ground truth.</summary>
public sealed record CorrectionItem
{
    /// <summary>The image's name; outputs are named like this.</summary>
    public required string Name { get; init; }

    /// <summary>The image file.</summary>
    public required string ImagePath { get; init; }

    /// <summary>The PSA label map.</summary>
    public required string LabelPath { get; init; }

    /// <summary>PSA's region file (the visible part of each painted mask); needed for <see cref="RegionUnit.Masks"/>.</summary>
    public string? RegionPath { get; init; }

    /// <summary>The model's label for every pixel; null where not known.</summary>
    public string? PredictionPath { get; init; }

    /// <summary>The model's confidence in that label; null where not known.</summary>
    public string? ConfidencePath { get; init; }
}
