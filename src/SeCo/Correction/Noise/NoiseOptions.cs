using SeCo.Correction.Noise;

namespace SeCo.Correction;

/// <summary>Settings of the noise filter: from losses to verdicts.</summary>
public sealed record NoiseOptions
{
    /// <summary>How noisy regions are told from clean ones.</summary>
    public NoiseRule Rule { get; init; } = NoiseRule.Mixture;

    /// <summary>
    /// Weight of the region's mean confidence beside its loss in the noise score; 0 is the paper (loss alone). Needs confidences; without them the loss
    /// alone decides.
    /// </summary>
    public double ConfidenceWeight { get; init; }

    /// <summary>How loss and confidence become one score.</summary>
    public NoiseCombination Combination { get; init; } = NoiseCombination.RankAverage;

    /// <summary>tau_ns: a region is noisy from this noise probability on, in [0, 1] (paper: 0.60).</summary>
    public double NoiseThreshold { get; init; } = 0.60;

    /// <summary>tau_cr: a noisy region takes the predicted class above this probability, in [0, 1] (paper: 0.95).</summary>
    public double CorrectionThreshold { get; init; } = 0.95;

    /// <summary>Class-balanced rule: weight of the pooled mixture in each class, in regions.</summary>
    public double PriorStrength { get; init; } = 30;

    /// <summary>Class-balanced rule: how far scores are compared within their class only, in [0, 1].</summary>
    public double ClassScaling { get; init; } = 1;

    /// <summary>Class-doubt rule: the share of the labelled area that is kept, in (0, 1].</summary>
    public double Portion { get; init; } = 0.7;

    /// <summary>Class-doubt rule: how much a class's mean doubt counts; 0 keeps the same share of every class.</summary>
    public double ClassExponent { get; init; } = 0.5;

    /// <summary>Class-doubt rule: how much a pixel's own doubt counts beside its region's noise score when labels are painted; 0 keeps or drops whole regions
    /// (paper). Needs confidences.</summary>
    public double PixelWeight { get; init; }

    /// <summary>Quantile rule: which filter.</summary>
    public QuantileFilterMode QuantileMode { get; init; } = QuantileFilterMode.BothLoss;

    /// <summary>Quantile rule: the share of regions that the threshold keeps, in (0, 1).</summary>
    public double KeepRatio { get; init; } = 0.5;

    /// <summary>Checks the settings, those of every rule.</summary>
    /// <exception cref="ArgumentException">Values out of range, all together.</exception>
    public void Validate() => OptionFaults.ThrowIfAny(
        "correction.noise",
        [
            (ConfidenceWeight is >= 0 and <= 100, $"confidence_weight is {ConfidenceWeight}, expected 0 to 100"),
            (NoiseThreshold is >= 0 and <= 1, $"noise_threshold is {NoiseThreshold}, expected 0 to 1"),
            (CorrectionThreshold is >= 0 and <= 1, $"correction_threshold is {CorrectionThreshold}, expected 0 to 1"),
            .. NoiseRules.All.SelectMany(rule => rule.Faults(this)).Select(fault => (false, fault)),
            (
                PixelWeight == 0 || NoiseRules.Of(Rule).UsesClassDoubts,
                $"pixel_weight needs rule {string.Join(" or ", NoiseRules.All.Where(rule => rule.UsesClassDoubts).Select(rule => rule.Name))}"),
        ]);
}
