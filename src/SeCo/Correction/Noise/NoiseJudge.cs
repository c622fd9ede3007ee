namespace SeCo.Correction.Noise;

/// <summary>From what the classifier says to verdicts: noise score, noise model, decision (paper, section 3.3). The model's doubts in classes are in [0, 1],
/// by class id; where unknown, all classes are alike.</summary>
internal sealed class NoiseJudge(NoiseOptions options, NoiseRuleEntry? rule = null, double[]? doubts = null)
{
    private const double EvidenceFloor = 0.02;

    // Of scores without a mixture the largest half per cent shares the last bin.
    private const double LargestShown = 0.995;
    private const int Bins = 50;

    private readonly NoiseRuleEntry _rule = rule ?? NoiseRules.Of(options.Rule);

    /// <summary>The outcome of all regions, in order; the noise score of each; and how the outcomes came about, for the report.</summary>
    public sealed record Result(RegionOutcome[] Outcomes, double[] Scores, NoiseModelRecord Model);

    /// <summary>Judges all regions; a mean confidence is not a number where unknown.</summary>
    public Result Judge(RegionJudgement[] judgements, byte[] classes, int[] areas, float[] confidences)
    {
        NoiseModelRecord record = new(_rule.Name, null, options.NoiseThreshold, options.CorrectionThreshold);
        if (judgements.Length == 0)
        {
            return new Result([], [], record);
        }

        double[] losses = [.. judgements.Select(j => (double)j.Loss)];
        double[] scores = _rule.LossesAlone ? losses : Score(losses, confidences);
        bool lossAlone = ReferenceEquals(scores, losses);
        NoiseInput regions = new(scores, classes)
        {
            Signal = lossAlone ? "losses" : "noise scores", Areas = areas, Judgements = judgements, Confidences = confidences,
            ClassDoubts = doubts,
        };
        INoiseModel model = _rule.Create(options);
        NoiseEstimate estimate = model.Estimate(regions);
        RegionOutcome[] outcomes = [.. judgements.Select((judged, i) =>
        {
            (RegionVerdict verdict, byte label) = Decide(estimate.Clean[i], classes[i], judged, options.CorrectionThreshold, estimate.Labels?[i]);
            return new RegionOutcome
            {
                Loss = judged.Loss, Score = judged.Probability, PredictedId = judged.Predicted, Verdict = verdict, Label = label,
                NoiseProbability = estimate.Probabilities is { } noise && !double.IsNaN(noise[i]) ? noise[i] : null,
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

    /// <summary>What becomes of a region (paper section 3.3), and the label to paint it with. Instead of the paper's decision a rule may name the class that
    /// a trusted region takes; without trust it then loses its label.</summary>
    /// <remarks>Clean: the noise model trusts it. Corrected: it does not, and the largest class probability is above tau_cr; the region takes the predicted
    /// class, even where that is the class it already has. Rejected: the rest; label 255.</remarks>
    internal static (RegionVerdict Verdict, byte Label) Decide(
        bool clean, byte category, RegionJudgement judged, double threshold, byte? taken = null) =>
        (clean, taken) switch
        {
            (true, byte label) => (label == category ? RegionVerdict.Clean : RegionVerdict.Corrected, label),
            (true, null) => (RegionVerdict.Clean, category),
            (false, null) when judged.Probability > threshold => (RegionVerdict.Corrected, judged.Predicted),
            _ => (RegionVerdict.Rejected, LabelMap.Ignore),
        };

    private double[] Score(double[] losses, float[] confidences)
    {
        if (options.ConfidenceWeight == 0 || confidences.All(float.IsNaN))
        {
            return losses;
        }

        // Logarithms of evidence; the floor keeps one witness that is sure and wrong from silencing the other.
        bool logarithms = options.Combination == NoiseCombination.Sum;
        double[] own = logarithms ? [.. losses.Select(loss => -Math.Log(Math.Exp(-loss) + EvidenceFloor))] : losses;
        double[] doubtful = [.. confidences.Select(c => logarithms ? -Math.Log(c + EvidenceFloor) : 1 - c)];
        return CombinedNoiseScore.Combine([new NoiseSignal(own), new NoiseSignal(doubtful, options.ConfidenceWeight)], options.Combination);
    }

    // Mixtures are drawn over their own scale, limits on the noise probability over [0, 1], others over the scores.
    private static IEnumerable<NoiseHistogramRecord> Histograms(
        NoiseEstimate estimate, string signal, double[] scores, byte[] classes, RegionOutcome[] outcomes)
    {
        bool mixtures = estimate.Fits.Count > 0;
        (string of, double[] values) = !mixtures && estimate.Probabilities is { } noise ? ("noise_probability", noise) : (signal, scores);
        ValueScale range = mixtures || estimate.Probabilities is not null ? new ValueScale(0, 1)
            : new ValueScale(0, ValueScale.UpTo(scores, LargestShown).High);
        return
            from category in classes.Distinct().Order().Select(c => (byte?)c).Prepend(null)
            let scale = mixtures ? (estimate.Fits.FirstOrDefault(f => f.Class == category) ?? estimate.Fits[0]).Scale : range
            where !scale.IsEmpty
            select new NoiseHistogramRecord
            {
                Of = of,
                Class = category,
                Low = scale.Low,
                High = scale.High,
                Clean = Count(category, scale, RegionVerdict.Clean),
                Corrected = Count(category, scale, RegionVerdict.Corrected),
                Rejected = Count(category, scale, RegionVerdict.Rejected),
            };

        long[] Count(byte? category, ValueScale scale, RegionVerdict verdict)
        {
            long[] counts = new long[Bins];
            for (int i = 0; i < values.Length; i++)
            {
                if ((category is null || classes[i] == category) && outcomes[i].Verdict == verdict)
                {
                    counts[Math.Min(Bins - 1, (int)(scale.Apply(values[i]) * Bins))]++;
                }
            }

            return counts;
        }
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
