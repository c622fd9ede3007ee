namespace SeCo.Adaptation;

/// <summary>
/// Which images are labelled (paper, section 2.4: those with good connectivity labels). For UniMatch; other methods take all that have a label.
/// </summary>
public sealed record SplitOptions
{
    /// <summary>What makes an image's labels good.</summary>
    public SplitRule Rule { get; init; } = SplitRule.Trust;

    /// <summary>Share of the images that become the labelled set, in (0, 1]. SeCo's logs: about 0.36 to 0.5.</summary>
    public double Portion { get; init; } = 0.5;

    /// <summary>
    /// Each class has at least so many labelled images, as far as there are any: those with most trusted area of it. Rare classes keep their few.
    /// </summary>
    public int ImagesPerClass { get; init; } = 5;

    /// <summary>Whether labelled images are unlabelled ones too, so that their unlabelled pixels learn from consistency. SeCo's logs: no.</summary>
    public bool UnlabelledFromAll { get; init; }

    /// <summary>Checks the settings.</summary>
    /// <exception cref="ArgumentException">Values out of range, all together.</exception>
    public void Validate() => OptionFaults.ThrowIfAny(
        "adaptation.split",
        (Portion is > 0 and <= 1, $"portion is {Portion}, expected above 0 and at most 1"),
        (ImagesPerClass is >= 0 and <= 1_000_000, $"images_per_class is {ImagesPerClass}, expected 0 to 1000000"));
}
