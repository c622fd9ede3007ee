using SeCo.Correction.Classifier;
using SeCo.Correction.Noise;
using SeCo.Correction.Reference;
using SeCo.Imaging;
using SeCo.Labels;

namespace SeCo.Correction;

/// <summary>From what the classifier says to verdicts: noise score, mixture, thresholds (paper, section 3.3).</summary>
/// <param name="options">The settings.</param>
/// <param name="doubts">The model's doubt in each class, in [0, 1], by class id; null where unknown, then all classes are alike.</param>
internal sealed class NoiseJudge(NoiseOptions options, double[]? doubts = null)
{
    private const double EvidenceFloor = 0.02;

    /// <summary>The outcome of all regions.</summary>
    /// <param name="Outcomes">One a region, in order.</param>
    /// <param name="Fits">The mixtures behind them; empty for the other rules.</param>
    /// <param name="Scores">The noise score of each region.</param>
    public sealed record Result(RegionOutcome[] Outcomes, IReadOnlyList<NoiseFit> Fits, double[] Scores)
    {
        /// <summary>What the scores are: <c>loss</c>, or <c>score</c> where confidence is part of them.</summary>
        public string Signal { get; init; } = "loss";

        /// <summary>Named limits of rules without a mixture, for reports: on the noise probability, or on the loss.</summary>
        public IReadOnlyList<(string Name, double At)> Limits { get; init; } = [];
    }

    /// <summary>Judges all regions.</summary>
    /// <param name="judgements">What the classifier says of each region.</param>
    /// <param name="classes">The class of each region.</param>
    /// <param name="areas">The pixels of each region.</param>
    /// <param name="confidences">The mean confidence of each region, not a number where unknown.</param>
    public Result Judge(ReadOnlySpan<RegionJudgement> judgements, ReadOnlySpan<byte> classes, ReadOnlySpan<int> areas, ReadOnlySpan<float> confidences)
    {
        if (judgements.IsEmpty)
        {
            return new Result([], [], []);
        }

        double[] losses = new double[judgements.Length];
        for (int i = 0; i < losses.Length; i++)
        {
            losses[i] = judgements[i].Loss;
        }

        if (options.Rule == NoiseRule.ReferenceQuantiles)
        {
            return ByQuantiles(judgements, classes, losses);
        }

        double[] scores = Score(losses, classes, confidences);
        Result result = options.Rule == NoiseRule.ClassDoubt ? ByClassDoubt(judgements, classes, areas, scores) : ByMixture(judgements, classes, scores);
        return result with { Signal = ReferenceEquals(scores, losses) ? "loss" : "score" };
    }

    private double[] Score(double[] losses, ReadOnlySpan<byte> classes, ReadOnlySpan<float> confidences)
    {
        bool known = false;
        bool logarithms = options.Combination == NoiseCombination.Sum;
        double[] doubts = new double[losses.Length];
        double[] own = new double[losses.Length];
        for (int i = 0; i < doubts.Length; i++)
        {
            // The floor keeps one witness that is sure and wrong from silencing the other.
            own[i] = logarithms ? -Math.Log(Math.Exp(-losses[i]) + EvidenceFloor) : losses[i];
            doubts[i] = logarithms ? -Math.Log(confidences[i] + EvidenceFloor) : 1 - confidences[i];
            known |= !double.IsNaN(doubts[i]);
        }

        return options.ConfidenceWeight == 0 || !known
            ? losses
            : CombinedNoiseScore.Combine([new NoiseSignal("loss", own), new NoiseSignal("doubt", doubts, options.ConfidenceWeight)], classes, options.Combination);
    }

    private Result ByMixture(ReadOnlySpan<RegionJudgement> judgements, ReadOnlySpan<byte> classes, double[] scores)
    {
        INoiseModel model = options.Rule switch
        {
            NoiseRule.ClassBalanced => new ClassBalancedNoiseModel(new ClassBalancedNoiseOptions { PriorStrength = options.PriorStrength, ClassScaling = options.ClassScaling }),
            NoiseRule.ReferenceMixture => new NoiseModel(NoiseModelOptions.Reference),
            _ => new NoiseModel(new NoiseModelOptions()),
        };
        NoiseEstimate estimate = model.Estimate(scores, classes);
        NoiseDecision decision = new(new NoiseThresholds(options.NoiseThreshold, options.CorrectionThreshold));
        RegionOutcome[] outcomes = new RegionOutcome[scores.Length];
        for (int i = 0; i < outcomes.Length; i++)
        {
            RegionJudgement judged = judgements[i];
            (RegionVerdict verdict, byte label) = decision.Decide(classes[i], estimate.Probabilities[i], judged.Predicted, judged.Probability);
            outcomes[i] = Outcome(judged, verdict, label) with { NoiseProbability = estimate.Probabilities[i] };
        }

        return new Result(outcomes, estimate.Fits, scores);
    }

    private Result ByClassDoubt(
        ReadOnlySpan<RegionJudgement> judgements, ReadOnlySpan<byte> classes, ReadOnlySpan<int> areas, double[] scores)
    {
        double[] eta = ClassDoubtModel.Estimate(scores, classes, areas, doubts ?? [.. Enumerable.Repeat(1.0, 256)], options.ClassExponent);
        double limit = ClassDoubtModel.LimitFor(eta, areas, options.Portion);
        RegionOutcome[] outcomes = new RegionOutcome[scores.Length];
        for (int i = 0; i < outcomes.Length; i++)
        {
            RegionJudgement judged = judgements[i];
            (RegionVerdict verdict, byte label) = eta[i] <= limit ? (RegionVerdict.Clean, classes[i])
                : judged.Probability > options.CorrectionThreshold ? (RegionVerdict.Corrected, judged.Predicted)
                : (RegionVerdict.Rejected, LabelMap.Ignore);
            outcomes[i] = Outcome(judged, verdict, label) with { NoiseProbability = eta[i] };
        }

        return new Result(outcomes, [], scores) { Limits = double.IsFinite(limit) ? [("kept_up_to", limit)] : [] };
    }

    private Result ByQuantiles(ReadOnlySpan<RegionJudgement> judgements, ReadOnlySpan<byte> classes, double[] losses)
    {
        double[] scores = new double[losses.Length];
        int[] predicted = new int[losses.Length];
        for (int i = 0; i < losses.Length; i++)
        {
            scores[i] = judgements[i].Probability;
            predicted[i] = judgements[i].Predicted;
        }

        QuantileFilter filter = QuantileFilter.From(losses, scores, predicted, options.KeepRatio);
        RegionOutcome[] outcomes = new RegionOutcome[losses.Length];
        for (int i = 0; i < outcomes.Length; i++)
        {
            (RegionVerdict verdict, byte label) = filter.Decide(options.QuantileMode, classes[i], losses[i], scores[i], judgements[i].Predicted);
            outcomes[i] = Outcome(judgements[i], verdict, label);
        }

        return new Result(outcomes, [], losses) { Limits = [("quantile_of_all_losses", filter.LossThreshold), ("mean_of_class_quantiles", filter.GlobalLossThreshold)] };
    }

    private static RegionOutcome Outcome(RegionJudgement judged, RegionVerdict verdict, byte label) => new()
    {
        Loss = judged.Loss,
        Score = judged.Probability,
        PredictedId = judged.Predicted,
        Verdict = verdict,
        Label = verdict == RegionVerdict.Rejected ? LabelMap.Ignore : label,
    };
}
