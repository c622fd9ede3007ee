namespace SeCo.Adaptation;

/// <summary>Rare-class sampling: images are drawn by class, rare classes more often. Source: Hoyer et al. 2022 (DAFormer), section 3.3.</summary>
public sealed record RareClassOptions
{
    /// <summary>Whether labelled images are drawn by class: of the source in UDA, of the target's labelled set else. UniMatch: no; DAFormer: yes.</summary>
    public bool Enabled { get; init; }

    /// <summary>T of P(c) ∝ exp((1 − share of c) / T): smaller favours rare classes more. DAFormer: 0.01.</summary>
    public double Temperature { get; init; } = 0.01;

    /// <summary>An image counts for a class with more than this share of its pixels, in [0, 1). DAFormer: 3000 of 1280 × 720 pixels, 0.0033.</summary>
    public double MinimumShare { get; init; } = 0.0033;

    /// <summary>A crop is drawn again, up to ten times, until it holds half of what <see cref="MinimumShare"/> asks of the image.</summary>
    public bool CropHoldsClass { get; init; } = true;

    /// <summary>Checks the settings.</summary>
    /// <exception cref="ArgumentException">Values out of range, all together.</exception>
    public void Validate() => OptionFaults.ThrowIfAny(
        "adaptation.rare_classes",
        (Temperature is > 0 and <= 100, $"temperature is {Temperature}, expected above 0 and at most 100"),
        (MinimumShare is >= 0 and < 1, $"minimum_share is {MinimumShare}, expected 0 to under 1"));
}
