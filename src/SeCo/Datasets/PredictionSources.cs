namespace SeCo.Datasets;

/// <summary>Folders that hold a model's answers, one file an image, each under the image's name with its own ending.</summary>
/// <remarks>Each may be absolute or relative to the dataset's root, and may hold <c>{split}</c>. Null or empty: not given.</remarks>
public sealed record PredictionSources
{
    /// <summary>Label PNGs: the most probable class of every pixel, ids of the dataset's class set.</summary>
    public string? Labels { get; init; }

    /// <summary>Grey PNGs of 8 or 16 bits: the probability of that class, the largest value meaning 1.</summary>
    public string? Confidence { get; init; }

    /// <summary>NumPy arrays (<c>.npy</c>), <c>[K, H, W]</c>: the probability of every class.</summary>
    public string? Probabilities { get; init; }

    /// <summary>Label PNGs: ready-made pixel pseudo-labels, 255 where there is none.</summary>
    public string? PixelLabels { get; init; }
}
