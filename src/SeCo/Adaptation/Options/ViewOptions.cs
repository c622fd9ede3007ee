namespace SeCo.Adaptation;

/// <summary>How training looks at images. The defaults are UniMatch's.</summary>
public sealed record ViewOptions
{
    /// <summary>Columns of a crop. SeCo's logs: 769.</summary>
    public int CropWidth { get; init; } = 769;

    /// <summary>Rows of a crop.</summary>
    public int CropHeight { get; init; } = 769;

    /// <summary>Columns that images are brought to before anything else; 0 for their own size.</summary>
    public int InputWidth { get; init; }

    /// <summary>Rows that images are brought to before anything else; 0 for their own size.</summary>
    public int InputHeight { get; init; }

    /// <summary>Smallest random scale.</summary>
    public double MinimumScale { get; init; } = 0.5;

    /// <summary>Largest random scale.</summary>
    public double MaximumScale { get; init; } = 2;

    /// <summary>Probability of the mirror image.</summary>
    public double Flip { get; init; } = 0.5;

    /// <summary>Probability that a strong view's colours are changed.</summary>
    public double Jitter { get; init; } = 0.8;

    /// <summary>Brightness, contrast and saturation are scaled by 1 ± so much.</summary>
    public double JitterStrength { get; init; } = 0.5;

    /// <summary>Hue is turned by ± this share of the circle, at most 0.5.</summary>
    public double JitterHue { get; init; } = 0.25;

    /// <summary>Probability that a strong view loses its colours.</summary>
    public double Gray { get; init; } = 0.2;

    /// <summary>Probability that a strong view is blurred, by a Gaussian of 0.1 to 2 pixels.</summary>
    public double Blur { get; init; } = 0.5;

    /// <summary>Probability that a strong view gets a box of another image (CutMix).</summary>
    public double CutMix { get; init; } = 0.5;

    /// <summary>Whether labelled crops get the colour changes of strong views too. UniMatch: no.</summary>
    public bool JitterLabelled { get; init; }

    /// <summary>Checks the settings.</summary>
    /// <exception cref="ArgumentException">Values out of range, all together.</exception>
    public void Validate() => OptionFaults.ThrowIfAny(
        "adaptation.views",
        (CropWidth is >= 32 and <= 4096 && CropHeight is >= 32 and <= 4096,
                $"crop_width and crop_height are {CropWidth} and {CropHeight}, expected 32 to 4096"),
        ((InputWidth == 0 && InputHeight == 0) || (InputWidth is >= 32 and <= 32768 && InputHeight is >= 32 and <= 32768),
            $"input_width and input_height are {InputWidth} and {InputHeight}, expected both 0 (own size) or both 32 to 32768"),
        (MinimumScale is >= 0.1 and <= 10 && MaximumScale is >= 0.1 and <= 10 && MinimumScale <= MaximumScale,
            $"minimum_scale and maximum_scale are {MinimumScale} and {MaximumScale}, expected 0.1 to 10 in this order"),
        (IsShare(Flip) && IsShare(Jitter) && IsShare(Gray) && IsShare(Blur) && IsShare(CutMix),
                "flip, jitter, gray, blur and cut_mix are probabilities, expected 0 to 1"),
        (JitterStrength is >= 0 and <= 1, $"jitter_strength is {JitterStrength}, expected 0 to 1"),
        (JitterHue is >= 0 and <= 0.5, $"jitter_hue is {JitterHue}, expected 0 to 0.5"));

    private static bool IsShare(double value) => value is >= 0 and <= 1;
}
