namespace SeCo.Labels;

/// <summary>What correction found out about a region; each value is null where it was not computed.</summary>
public sealed record RegionOutcome
{
    /// <summary>Cross-entropy of the region's own class under the classifier, in nats.</summary>
    public double? Loss { get; init; }

    /// <summary>The classifier's largest class probability, in [0, 1].</summary>
    public double? Score { get; init; }

    /// <summary>Probability that the region's class is wrong, in [0, 1].</summary>
    public double? NoiseProbability { get; init; }

    /// <summary>The class with the largest probability.</summary>
    public int? PredictedId { get; init; }

    /// <summary>The decision.</summary>
    public RegionVerdict Verdict { get; init; }

    /// <summary>The label the region is painted with: a class, or 255 where it is rejected.</summary>
    public int? Label { get; init; }
}
