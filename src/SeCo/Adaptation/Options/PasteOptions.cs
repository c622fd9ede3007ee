namespace SeCo.Adaptation;

/// <summary>Pasting of minority-class regions from the pool of trusted connectivities (paper, section 2.4; DT-ST, by the same authors).</summary>
/// <remarks>Regions are pasted alone: DT-ST's companions, such as the bicycle of a rider, are left out.</remarks>
public sealed record PasteOptions
{
    /// <summary>Probability that a crop gets regions pasted; 0 for never.</summary>
    public double Probability { get; init; }

    /// <summary>The minority classes by name. Empty: every class with less than <see cref="MinorityShare"/> of the labelled pixels.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Below this share of all labelled pixels a class is a minority class.</summary>
    public double MinorityShare { get; init; } = 0.02;

    /// <summary>Regions of at least so many pixels are in the pool. DT-ST: 20.</summary>
    public int MinimumPixels { get; init; } = 20;

    /// <summary>Regions pasted on a crop at most.</summary>
    public int Regions { get; init; } = 3;

    /// <summary>Smallest scale of a pasted region. DT-ST: 1.</summary>
    public double MinimumScale { get; init; } = 1;

    /// <summary>Largest scale of a pasted region. DT-ST: 2.5.</summary>
    public double MaximumScale { get; init; } = 2.5;

    /// <summary>Checks the settings.</summary>
    /// <exception cref="ArgumentException">Values out of range, all together.</exception>
    public void Validate() => OptionFaults.ThrowIfAny(
        "adaptation.paste",
        (Probability is >= 0 and <= 1, $"probability is {Probability}, expected 0 to 1"),
        (MinorityShare is >= 0 and <= 1, $"minority_share is {MinorityShare}, expected 0 to 1"),
        (MinimumPixels >= 1, $"minimum_pixels is {MinimumPixels}, expected 1 or more"),
        (Regions is >= 1 and <= 1000, $"regions is {Regions}, expected 1 to 1000"),
        (MinimumScale is >= 0.1 and <= 10 && MaximumScale is >= 0.1 and <= 10 && MinimumScale <= MaximumScale,
            $"minimum_scale and maximum_scale are {MinimumScale} and {MaximumScale}, expected 0.1 to 10 in this order"));
}
