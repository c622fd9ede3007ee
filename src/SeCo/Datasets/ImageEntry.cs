namespace SeCo.Datasets;

/// <summary>One image of a dataset and the files that belong to it.</summary>
public sealed record ImageEntry
{
    /// <summary>The image's name: its path below the image folder, without ending, with <c>/</c> between folders. Outputs are named like this.</summary>
    public required string Name { get; init; }

    /// <summary>The image file (PNG, JPEG, TIFF or WebP).</summary>
    public required string ImagePath { get; init; }

    /// <summary>Ground truth (label PNG), for reports only; null where there is none.</summary>
    public string? TruthPath { get; init; }

    /// <summary>The model's label for every pixel (label PNG), null where not given.</summary>
    public string? PredictionPath { get; init; }

    /// <summary>The model's confidence in that label (8- or 16-bit grey PNG), null where not given.</summary>
    public string? ConfidencePath { get; init; }

    /// <summary>The model's class probabilities (array file), null where not given.</summary>
    public string? ProbabilityPath { get; init; }

    /// <summary>Ready-made pixel pseudo-labels (label PNG), null where not given.</summary>
    public string? PixelLabelPath { get; init; }
}
