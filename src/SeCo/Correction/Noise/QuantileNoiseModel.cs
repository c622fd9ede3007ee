using SeCo.Correction.Reference;

namespace SeCo.Correction.Noise;

/// <summary>The rule <c>reference_quantiles</c>: the reference's filters. It looks at losses and scores of the classifier; what survives takes the
/// predicted class.</summary>
/// <param name="options">The filter and its share.</param>
public sealed class QuantileNoiseModel(NoiseOptions options) : INoiseModel
{
    /// <inheritdoc/>
    public NoiseEstimate Estimate(NoiseInput regions)
    {
        ArgumentNullException.ThrowIfNull(regions);
        double[] scores = [.. regions.Judgements.Select(j => (double)j.Probability)];
        int[] predicted = [.. regions.Judgements.Select(j => (int)j.Predicted)];
        QuantileFilter filter = QuantileFilter.From(regions.Scores, scores, predicted, options.KeepRatio);
        return new NoiseEstimate([.. regions.Scores.Select((loss, i) => filter.Keeps(options.QuantileMode, loss, scores[i], predicted[i]))])
        {
            Limits = [("quantile_of_all_losses", filter.LossThreshold), ("mean_of_class_quantiles", filter.GlobalLossThreshold)],
        };
    }

    /// <inheritdoc/>
    public string Explain(NoiseInput regions) =>
        "Rule reference_quantiles: a region is dropped where its loss or its score lies beyond a quantile; "
        + "what survives takes the class that the classifier sees.";

    internal static IEnumerable<string> Faults(NoiseOptions options) =>
        NoiseRuleEntry.FaultsOf((options.KeepRatio is > 0 and < 1, $"keep_ratio is {options.KeepRatio}, expected above 0 and under 1"));
}
