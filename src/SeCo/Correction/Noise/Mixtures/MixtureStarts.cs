namespace SeCo.Correction.Noise;

/// <summary>Runs expectation-maximisation from several fixed starts and keeps the likeliest result.</summary>
internal sealed class MixtureStarts(MixtureOptions options)
{
    /// <summary>Above this many samples the starts compete on an even choice of them, and the winner goes on with all.</summary>
    private const int ManySamples = 1 << 16;

    private readonly MixtureEstimator _estimator = new(options);

    /// <summary>Fits values in [0, 1], not all equal, each with its weight; without weights all count 1.</summary>
    public MixtureFit FitBest(ReadOnlySpan<double> values, ReadOnlySpan<double> weights = default)
    {
        double[] sorted = values.ToArray();
        double[] sortedWeights = weights.ToArray();
        Array.Sort(sorted, weights.IsEmpty ? null : sortedWeights);
        double[] thresholds = Thresholds(sorted);
        if (thresholds.Length == 1)
        {
            // In the order given: sums then round as they do in the reference.
            return FitFrom(values, weights, thresholds[0]);
        }

        if (values.Length <= ManySamples)
        {
            return Best(sorted, sortedWeights, thresholds);
        }

        int step = (values.Length + ManySamples - 1) / ManySamples;
        MixtureFit winner = Best(EveryNth(sorted, step), EveryNth(sortedWeights, step), thresholds);
        return _estimator.Fit(sorted, winner.Mixture, sortedWeights);
    }

    private MixtureFit Best(double[] values, double[] weights, double[] thresholds)
    {
        MixtureFit? best = null;
        foreach (double threshold in thresholds)
        {
            MixtureFit fit = FitFrom(values, weights, threshold);
            // A start must win clearly, or the earlier one stays: rounding must not choose between equal optima.
            const double Clearly = 1e-6;
            if (best is null || fit.LowerBound > best.LowerBound + Clearly)
            {
                best = fit;
            }
        }

        return best!;
    }

    private MixtureFit FitFrom(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, double threshold)
    {
        bool[] upper = Array.ConvertAll(values.ToArray(), value => value >= threshold);
        return _estimator.Fit(values, _estimator.FromSplit(values, upper), weights);
    }

    private double[] Thresholds(double[] sorted)
    {
        List<double> thresholds = [TwoMeans(sorted)];
        foreach (double quantile in options.StartQuantiles)
        {
            double threshold = sorted[(int)(quantile * sorted.Length)];
            if (threshold > sorted[0] && !thresholds.Contains(threshold))
            {
                thresholds.Add(threshold);
            }
        }

        return [.. thresholds];
    }

    private static double[] EveryNth(double[] values, int step) => [.. values.Where((_, i) => i % step == 0)];

    /// <summary>The best split of ascending numbers into two groups by the sum of squares: k-means with k = 2, solved exactly and without chance.</summary>
    /// <returns>The smallest value of the upper group; positive infinity where all values are equal or there are none. Ties go to the lower
    /// threshold.</returns>
    internal static double TwoMeans(double[] sorted)
    {
        double mean = sorted.Sum() / sorted.Length, sum = 0;
        double best = 0, threshold = double.PositiveInfinity;
        for (int i = 1; i < sorted.Length; i++)
        {
            // With the total centred, the gain of a split is the square of the lower group's sum times n / (i (n - i)).
            sum += sorted[i - 1] - mean;
            double gain = sum * sum / ((double)i * (sorted.Length - i));
            if (sorted[i] > sorted[i - 1] && gain > best)
            {
                best = gain;
                threshold = sorted[i];
            }
        }

        return threshold;
    }
}
