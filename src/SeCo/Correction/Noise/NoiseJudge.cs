using SeCo.Labels;
using SeCo.RunFiles;

namespace SeCo.Correction.Noise;

/// <summary>From what the classifier says to verdicts: noise score, noise model, decision (paper, section 3.3).</summary>
/// <param name="options">The settings.</param>
/// <param name="rule">The rule; null for the one that the settings name.</param>
/// <param name="doubts">The model's doubt in each class, in [0, 1], by class id; null where unknown, then all classes are alike.</param>
internal sealed class NoiseJudge(NoiseOptions options, NoiseRuleEntry? rule = null, double[]? doubts = null)
{
    private const double EvidenceFloor = 0.02;

    // Of scores without a mixture the largest half per cent shares the last bin.
    private const double LargestShown = 0.995;

    private readonly NoiseRuleEntry _rule = rule ?? NoiseRules.Of(options.Rule);

    /// <summary>The outcome of all regions.</summary>
    /// <param name="Outcomes">One a region, in order.</param>
    /// <param name="Scores">The noise score of each region.</param>
    /// <param name="Model">How the outcomes came about, for the report.</param>
    public sealed record Result(RegionOutcome[] Outcomes, double[] Scores, NoiseModelRecord Model);

    /// <summary>Judges all regions.</summary>
    /// <param name="judgements">What the classifier says of each region.</param>
    /// <param name="classes">The class of each region.</param>
    /// <param name="areas">The pixels of each region.</param>
    /// <param name="confidences">The mean confidence of each region, not a number where unknown.</param>
    public Result Judge(RegionJudgement[] judgements, byte[] classes, int[] areas, float[] confidences)
    {
        NoiseModelRecord record = new() { Rule = _rule.Name, NoiseThreshold = options.NoiseThreshold, CorrectionThreshold = options.CorrectionThreshold };
        if (judgements.Length == 0)
        {
            return new Result([], [], record);
        }

        double[] losses = [.. judgements.Select(j => (double)j.Loss)];
        double[] scores = _rule.LossesAlone ? losses : Score(losses, classes, confidences);
        bool lossAlone = ReferenceEquals(scores, losses);
        NoiseInput regions = new(scores, classes)
        {
            Signal = lossAlone ? "losses" : "noise scores", Areas = areas, Judgements = judgements, ClassDoubts = doubts,
        };
        INoiseModel model = _rule.Create(options);
        NoiseEstimate estimate = model.Estimate(regions);
        NoiseDecision decision = new(options.CorrectionThreshold, _rule.SurvivorsTakePrediction);
        RegionOutcome[] outcomes = [.. judgements.Select((judged, i) =>
        {
            (RegionVerdict verdict, byte label) = decision.Decide(estimate.Clean[i], classes[i], judged);
            return new RegionOutcome
            {
                Loss = judged.Loss, Score = judged.Probability, PredictedId = judged.Predicted, Verdict = verdict, Label = label,
                NoiseProbability = estimate.Probabilities?[i],
            };
        })];
        return new Result(outcomes, scores, record with
        {
            Explanation = model.Explain(regions),
            Mixtures = [.. estimate.Fits.Select(RecordOf)],
            Limits = estimate.Limits.ToDictionary(l => l.Name, l => l.At),
            Histograms = [.. Histograms(estimate, lossAlone ? "loss" : "score", scores, classes, outcomes)],
        });
    }

    private double[] Score(double[] losses, byte[] classes, float[] confidences)
    {
        if (options.ConfidenceWeight == 0 || confidences.All(float.IsNaN))
        {
            return losses;
        }

        // Logarithms of evidence; the floor keeps one witness that is sure and wrong from silencing the other.
        bool logarithms = options.Combination == NoiseCombination.Sum;
        double[] own = logarithms ? [.. losses.Select(loss => -Math.Log(Math.Exp(-loss) + EvidenceFloor))] : losses;
        double[] doubts = [.. confidences.Select(c => logarithms ? -Math.Log(c + EvidenceFloor) : 1 - c)];
        return CombinedNoiseScore.Combine([new NoiseSignal("loss", own), new NoiseSignal("doubt", doubts, options.ConfidenceWeight)], classes,
            options.Combination);
    }

    // Mixtures are drawn over their own scale, limits on the noise probability over [0, 1], others over the scores.
    private static IEnumerable<NoiseHistogramRecord> Histograms(
        NoiseEstimate estimate, string signal, double[] scores, byte[] classes, RegionOutcome[] outcomes)
    {
        if (estimate.Fits.Count > 0)
        {
            return new NoiseHistogram(signal, scores, classes, outcomes).All(category =>
                (estimate.Fits.FirstOrDefault(f => f.Class == category) ?? estimate.Fits[0]).Scale);
        }

        ValueScale range = estimate.Probabilities is null ? new ValueScale(0, ValueScale.Between(scores, 0, LargestShown).High) : new ValueScale(0, 1);
        return estimate.Probabilities is { } noise
            ? new NoiseHistogram("noise_probability", noise, classes, outcomes).All(_ => range)
            : new NoiseHistogram(signal, scores, classes, outcomes).All(_ => range);
    }

    private static NoiseMixtureRecord RecordOf(NoiseFit fit) => new()
    {
        Class = fit.Class,
        Regions = fit.Regions,
        Low = fit.Scale.Low,
        High = fit.Scale.High,
        Rounds = fit.Fit?.Rounds,
        Converged = fit.Fit?.Converged,
        Components = fit.Fit is null ? null : [RecordOf(fit.Fit.Mixture.Clean), RecordOf(fit.Fit.Mixture.Noisy)],
    };

    private static NoiseComponentRecord RecordOf(GaussianComponent component) => new(component.Weight, component.Mean, component.Variance);
}
