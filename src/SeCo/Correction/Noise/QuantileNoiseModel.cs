namespace SeCo.Correction.Noise;

/// <summary>The rule <c>reference_quantiles</c>: the reference's filters. It looks at losses and scores of the classifier; what survives takes the
/// predicted class.</summary>
internal sealed class QuantileNoiseModel(NoiseOptions options) : INoiseModel
{
    public NoiseEstimate Estimate(NoiseInput regions)
    {
        regions.Validate();
        QuantileFilter filter = new(
            regions.Scores, [.. regions.Judgements.Select(j => (double)j.Probability)], [.. regions.Judgements.Select(j => j.Predicted)], options.KeepRatio);
        bool[] kept = [.. regions.Scores.Zip(regions.Judgements, (loss, j) => filter.Keeps(options.QuantileMode, loss, j.Probability, j.Predicted))];
        return new NoiseEstimate(kept)
        {
            Labels = [.. regions.Judgements.Select(j => j.Predicted)],
            Limits = [("quantile_of_all_losses", filter.LossThreshold), ("mean_of_class_quantiles", filter.GlobalLossThreshold)],
        };
    }

    public string Explain(NoiseInput regions) =>
        "Rule reference_quantiles: a region is dropped where its loss or its score lies beyond a quantile; "
        + "what survives takes the class that the classifier sees.";

    internal static IEnumerable<string> Faults(NoiseOptions options) =>
        NoiseRuleEntry.FaultsOf((options.KeepRatio is > 0 and < 1, $"keep_ratio is {options.KeepRatio}, expected above 0 and under 1"));
}

/// <summary>The reference's filter: quantiles of loss and score instead of a mixture.</summary>
internal sealed class QuantileFilter
{
    /// <summary>Computes all thresholds, from one region at least. Of the share to keep, one half in the reference, losses use this quantile, scores one
    /// minus it.</summary>
    public QuantileFilter(double[] losses, double[] scores, byte[] predicted, double ratio = 0.5)
    {
        Local = Enumerable.Range(0, losses.Length).GroupBy(i => predicted[i]).ToDictionary(
            group => group.Key,
            group => (Quantile([.. group.Select(i => losses[i])], ratio), Quantile([.. group.Select(i => scores[i])], 1 - ratio), group.Count()));
        (LossThreshold, ScoreThreshold) = (Quantile(losses, ratio), Quantile(scores, 1 - ratio));
        GlobalLossThreshold = Local.Values.Sum(own => own.Loss * own.Regions) / losses.Length;
        GlobalScoreThreshold = Local.Values.Sum(own => own.Score * own.Regions) / scores.Length;
    }

    public double LossThreshold { get; }

    public double ScoreThreshold { get; }

    /// <summary>The mean over regions of their class's loss threshold.</summary>
    public double GlobalLossThreshold { get; }

    /// <summary>The mean over regions of their class's score threshold.</summary>
    public double GlobalScoreThreshold { get; }

    /// <summary>The quantiles of each predicted class that occurs, and its regions.</summary>
    public IReadOnlyDictionary<byte, (double Loss, double Score, int Regions)> Local { get; }

    /// <summary>Whether a region survives, by its loss, its largest class probability and its predicted class, one that the filter has seen.</summary>
    public bool Keeps(QuantileFilterMode mode, double loss, double score, byte category)
    {
        bool localLoss = loss > Local[category].Loss, localScore = score < Local[category].Score;
        bool bothLoss = localLoss && loss > GlobalLossThreshold, bothScore = localScore && score < GlobalScoreThreshold;
        return !(mode switch
        {
            QuantileFilterMode.None => false,
            QuantileFilterMode.Loss => loss > LossThreshold,
            QuantileFilterMode.Score => score < ScoreThreshold,
            QuantileFilterMode.Both => loss > LossThreshold || score < ScoreThreshold,
            QuantileFilterMode.LocalLoss => localLoss,
            QuantileFilterMode.LocalScore => localScore,
            QuantileFilterMode.LocalBoth => localLoss || localScore,
            QuantileFilterMode.BothLoss => bothLoss,
            QuantileFilterMode.BothScore => bothScore,
            QuantileFilterMode.BothBoth => bothLoss || bothScore,
            _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "Not a filter mode."),
        });
    }

    /// <summary>The reference's quantile: the element min(int(n ratio), n - 1) of the sorted values, in double arithmetic; 100 values at 0.29 give element
    /// 28.</summary>
    internal static double Quantile(double[] values, double ratio) => values.Order().ElementAt(Math.Min((int)(values.Length * ratio), values.Length - 1));
}
