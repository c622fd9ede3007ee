namespace SeCo.Adaptation;

/// <summary>UniMatch's losses. The defaults are UniMatch's, with the threshold of SeCo's logs.</summary>
/// <remarks>Source: Yang et al. 2023, "Revisiting weak-to-strong consistency"; its <c>unimatch.py</c>.</remarks>
public sealed record UniMatchOptions
{
    /// <summary>
    /// An unlabelled pixel teaches where its largest probability is at least this, in [0, 1]. SeCo's logs and UniMatch on Cityscapes: 0, every pixel.
    /// </summary>
    public double ConfidenceThreshold { get; init; }

    /// <summary>Weight of the labelled set's loss.</summary>
    public double LabelledWeight { get; init; } = 0.5;

    /// <summary>Weight of each of the two strong views' losses.</summary>
    public double StrongWeight { get; init; } = 0.125;

    /// <summary>Weight of the loss of perturbed features.</summary>
    public double FeatureWeight { get; init; } = 0.25;

    /// <summary>Probability that a channel of a perturbed feature map is dropped.</summary>
    public double FeatureDropout { get; init; } = 0.5;

    /// <summary>Online hard example mining: pixels whose true class has at most this probability are kept; 0 for plain cross-entropy.</summary>
    public double HardThreshold { get; init; } = 0.7;

    /// <summary>At least so many of the hardest pixels of a batch are kept.</summary>
    public int HardMinimum { get; init; } = 200_000;

    /// <summary>Where the box of CutMix comes from.</summary>
    public CutMixPartner Partner { get; init; } = CutMixPartner.Batch;

    /// <summary>Checks the settings.</summary>
    /// <exception cref="ArgumentException">Values out of range, all together.</exception>
    public void Validate() => OptionFaults.ThrowIfAny(
        "adaptation.uni_match",
        (ConfidenceThreshold is >= 0 and <= 1, $"confidence_threshold is {ConfidenceThreshold}, expected 0 to 1"),
        (LabelledWeight is >= 0 and <= 100 && StrongWeight is >= 0 and <= 100 && FeatureWeight is >= 0 and <= 100,
                "labelled_weight, strong_weight and feature_weight are expected 0 to 100"),
        (FeatureDropout is >= 0 and < 1, $"feature_dropout is {FeatureDropout}, expected 0 to under 1"),
        (HardThreshold is >= 0 and <= 1, $"hard_threshold is {HardThreshold}, expected 0 to 1"),
        (HardMinimum >= 0, $"hard_minimum is {HardMinimum}, expected 0 or more"));
}
