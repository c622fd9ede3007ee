namespace SeCo.Prediction;

/// <summary>How a network looks at an image, and what is written of its answer. What is null follows the authors of the network.</summary>
public sealed record PredictionOptions
{
    private const int LargestSide = 1 << 15, LeastTile = 64;

    /// <summary>
    /// Columns that every image is brought to first; 0: its own; null: as the network's authors do. Given together with <see cref="InputHeight"/>.
    /// </summary>
    public int? InputWidth { get; init; }

    /// <summary>Rows that every image is brought to first; 0: its own; null: as the network's authors do.</summary>
    public int? InputHeight { get; init; }

    /// <summary>Side in pixels of the square windows that the network sees; 0 for the whole image at once; null: as the network's authors do.</summary>
    public int? Window { get; init; }

    /// <summary>Pixels from one window to the next, 1 to <see cref="Window"/>; null: the authors' for their windows, else two thirds (UniMatch).</summary>
    public int? WindowStride { get; init; }

    /// <summary>Also look at the mirrored image and average. Default false; takes twice as long.</summary>
    public bool Flip { get; init; }

    /// <summary>The scales at which the image is seen, relative to the input size; the probabilities are averaged. Default: 1 alone.</summary>
    public IReadOnlyList<double> Scales { get; init; } = [1];

    /// <summary>Whether the probability of every class is written too. Default: no.</summary>
    public ProbabilityOutput Probabilities { get; init; }

    /// <summary>Side in pixels of the tiles through which images are read and labelled part by part, never as a whole; their labels are TIFFs, and nothing
    /// else is written. 0, the default: images of more than <see cref="RgbImageFile.MaxPixels"/> pixels alone, by tiles of 512.</summary>
    [NotConfigurable]
    public int Tile { get; init; }

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">All faults together.</exception>
    public void Validate() => OptionFaults.ThrowIfAny(
        "Prediction options",
        (
            InputWidth is null == InputHeight is null && InputWidth is 0 == InputHeight is 0
                && InputWidth is null or (>= 0 and <= LargestSide) && InputHeight is null or (>= 0 and <= LargestSide),
            $"input_width: found {InputWidth?.ToString() ?? "nothing"} with input_height {InputHeight?.ToString() ?? "nothing"}, "
                + $"expected both from 1 to {LargestSide}, or both 0"),
        (Window is null or (>= 0 and <= LargestSide), $"window: found {Window}, expected 0 (whole images) to {LargestSide}"),
        (
            WindowStride is null || (WindowStride >= 1 && Window > 0 && WindowStride <= Window),
            $"window_stride: found {WindowStride} with window {Window?.ToString() ?? "not given"}, expected 1 to the window's side, so that no pixel is "
                + "left out"),
        (
            Scales.Count > 0 && Scales.All(s => s is >= 0.1 and <= 10) && Scales.Distinct().Count() == Scales.Count,
            $"scales: found [{string.Join(", ", Scales)}], expected different numbers from 0.1 to 10, one at least"),
        (Tile is 0 or (>= LeastTile and <= LargestSide), $"tile: found {Tile}, expected {LeastTile} to {LargestSide}"),
        (Tile == 0 || Probabilities == ProbabilityOutput.None, "probabilities: not written of images that are read by tiles; leave out one of the two"),
        (Enum.IsDefined(Probabilities), $"probabilities: {Probabilities}: no such value"));
}
