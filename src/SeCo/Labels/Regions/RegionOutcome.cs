namespace SeCo.Labels;

/// <summary>What correction found out about a region; each value is null where it was not computed.</summary>
/// <param name="Loss">Cross-entropy of the region's own class under the classifier, in nats.</param>
/// <param name="Score">The classifier's largest class probability, in [0, 1].</param>
/// <param name="NoiseProbability">Probability that the region's class is wrong, in [0, 1].</param>
/// <param name="PredictedId">The class with the largest probability.</param>
/// <param name="Verdict">The decision.</param>
/// <param name="Label">The label the region is painted with: a class, or 255 where it is rejected.</param>
public sealed record RegionOutcome(
    double? Loss = null, double? Score = null, double? NoiseProbability = null, int? PredictedId = null, RegionVerdict Verdict = RegionVerdict.Undecided,
    int? Label = null);
