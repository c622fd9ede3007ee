namespace SeCo.PixelLabels;

/// <summary>How pixel pseudo-labels are made (paper section 3.1; thresholds after CBST).</summary>
public sealed record PixelLabelOptions
{
    /// <summary>What labels are made from; default label and confidence images.</summary>
    public PixelLabelSource Source { get; init; } = PixelLabelSource.Confidence;

    /// <summary>Which pixels keep their label; default class-balanced.</summary>
    public PixelLabelPolicy Policy { get; init; } = PixelLabelPolicy.ClassBalanced;

    /// <summary>The share kept of each class (or of all), in (0, 1]; default 0.5, SeCo's "top 50 %". Unused by the policies fixed and all.</summary>
    public double Portion { get; init; } = 0.5;

    /// <summary>Over which images thresholds are set together, for the policies that look at the whole set; default all.</summary>
    public PixelLabelGroup GroupBy { get; init; }

    /// <summary>The least confidence for the policy fixed, in [0, 1]; default 0.9.</summary>
    public double Threshold { get; init; } = 0.9;

    /// <summary>Images worked on at once; 0, the default, is one a processor. Never changes an output.</summary>
    [NotConfigurable]
    public int Parallelism { get; init; }

    /// <summary>Whether thresholds depend on the answers of the whole set.</summary>
    internal bool NeedsStatistics =>
        Source != PixelLabelSource.Given && Policy is (PixelLabelPolicy.ClassBalanced or PixelLabelPolicy.ClassBalancedRatio or PixelLabelPolicy.Global);

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">All faults together.</exception>
    public void Validate() => OptionFaults.ThrowIfAny(
        "Pixel label options",
        (Portion is > 0 and <= 1, $"portion: found {Portion}, expected more than 0 and at most 1"),
        (Threshold is >= 0 and <= 1, $"threshold: found {Threshold}, expected 0 to 1"),
        (Parallelism >= 0, $"parallelism: found {Parallelism}, expected 0 (one a processor) or more"),
        (
            Policy != PixelLabelPolicy.ClassBalancedRatio || Source != PixelLabelSource.Confidence,
            "policy: class_balanced_ratio compares the probabilities of all classes, but the source is confidence. Give probabilities, or use class_balanced"),
        (Enum.IsDefined(Source) && Enum.IsDefined(Policy) && Enum.IsDefined(GroupBy),
            $"source: {Source}, policy: {Policy}, group_by: {GroupBy}: no such value"));
}
