namespace SeCo.Correction.Noise;

/// <summary>The rules <c>relabel</c>, <c>relabel_gain</c>, <c>relabel_or_reject</c> and <c>keep</c>: the classifier as a second opinion that may overrule
/// the model. Beyond the paper, whose thresholds on the loss almost never correct where the classifier is unsure of everything.</summary>
/// <remarks>Two witnesses speak of a region: the classifier with p(own) = exp(-loss) and p(predicted), calibrated, and the model with its mean confidence q
/// in its own class, which leaves (1 - q) / (K - 1) for any other of the K classes that occur. The classifier wins where ln p(predicted) - ln p(own) is above
/// w (ln q - ln((1 - q) / (K - 1))), with w the weight of confidence; with w = 0, or unknown q, it always wins. The noise probability is 1 -
/// p(own).</remarks>
internal sealed class RelabelNoiseModel(NoiseOptions options) : INoiseModel
{
    // Confidences of 0 and 1 must not decide alone.
    private const double Least = 0.005;

    public NoiseEstimate Estimate(NoiseInput regions)
    {
        regions.Validate();
        if (regions.Judgements.Length != regions.Scores.Length || regions.Confidences.Length != regions.Scores.Length)
        {
            throw new ArgumentException(
                $"{regions.Scores.Length} scores, {regions.Judgements.Length} judgements and {regions.Confidences.Length} confidences: "
                + "one of each a region is expected.", nameof(regions));
        }

        int others = Math.Max(1, regions.Classes.Distinct().Count() - 1);
        byte[] labels =
        [
            .. regions.Judgements.Select((judged, i) => Overrules(judged, regions.Confidences[i], others)
                ? judged.Predicted : regions.Classes[i]),
        ];
        bool[] clean = [.. regions.Judgements.Select((judged, i) => options.Rule != NoiseRule.RelabelOrReject
            || (labels[i] == judged.Predicted ? judged.Probability : Math.Exp(-judged.Loss)) >= 1 - options.NoiseThreshold)];
        return new NoiseEstimate(clean, [.. regions.Judgements.Select(judged => 1 - Math.Exp(-judged.Loss))]) { Labels = labels };
    }

    public string Explain(NoiseInput regions) => $"Rule {OptionsWriter.NameOf(options.Rule)}: a region's noise probability is 1 minus the classifier's "
        + "calibrated probability of its class. " + options.Rule switch
        {
            NoiseRule.Keep => "Every region keeps its class.",
            NoiseRule.Relabel => "Every region takes the class that the classifier finds likeliest.",
            NoiseRule.RelabelGain => "A region takes the classifier's class where that is likelier than its own, with the model's confidence counted in.",
            _ => "A region takes the classifier's class where that is likelier than its own, with the model's confidence counted in. Where the class that it "
                + "would have is doubtful, it loses its label.",
        };

    private bool Overrules(RegionJudgement judged, float confidence, int others)
    {
        double gain = Math.Log(judged.Probability) + judged.Loss, own = Math.Clamp(confidence, Least, 1 - Least);
        return options.Rule switch
        {
            NoiseRule.Keep => false,
            NoiseRule.Relabel => true,
            _ => double.IsNaN(own) || gain > options.ConfidenceWeight * (Math.Log(own) - Math.Log((1 - own) / others)),
        };
    }
}
