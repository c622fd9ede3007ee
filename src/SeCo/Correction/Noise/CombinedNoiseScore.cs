namespace SeCo.Correction.Noise;

/// <summary>Something known of every region that tells right from wrong, to be combined with others: larger means more likely wrong, not a number is unknown.
/// Its weight is above 0.</summary>
internal sealed record NoiseSignal(double[] Values, double Weight = 1);

/// <summary>One noise score from several signals: loss, 1 - mean confidence, … ; the mixture is then fitted to the score.</summary>
/// <remarks>A region of which a signal is unknown is scored by its other signals; one of which nothing is known gets 0.5.</remarks>
internal static class CombinedNoiseScore
{
    /// <summary>Combines signals of one length: a score for each region, larger means more likely wrong; in (0, 1) except for <see
    /// cref="NoiseCombination.Sum"/>.</summary>
    public static double[] Combine(NoiseSignal[] signals, NoiseCombination combination)
    {
        double[] sums = new double[signals[0].Values.Length], weights = new double[sums.Length];
        foreach ((double[] values, double weight) in signals)
        {
            int[] known = [.. Enumerable.Range(0, sums.Length).Where(i => !double.IsNaN(values[i]))];
            double[] own = [.. known.Select(i => values[i])];
            double[] standard = combination switch
            {
                NoiseCombination.RankAverage => Ranks(own),
                NoiseCombination.LogisticZScores => ZScores(own),
                _ => own,
            };
            for (int i = 0; i < known.Length; i++)
            {
                sums[known[i]] += weight * standard[i];
                weights[known[i]] += weight;
            }
        }

        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] = combination == NoiseCombination.LogisticZScores ? 1 / (1 + Math.Exp(-sums[i])) : weights[i] > 0 ? sums[i] / weights[i] : 0.5;
        }

        return sums;
    }

    /// <summary>(rank - 0.5) / n with ranks from 1; equal values share their mean rank.</summary>
    private static double[] Ranks(double[] values)
    {
        double[] sorted = [.. values];
        int[] places = [.. Enumerable.Range(0, values.Length)];
        Array.Sort(sorted, places);
        double[] ranks = new double[values.Length];
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            end = start + 1;
            while (end < sorted.Length && sorted[end] == sorted[start])
            {
                end++;
            }

            for (int i = start; i < end; i++)
            {
                ranks[places[i]] = (start + end) / 2.0 / sorted.Length;
            }
        }

        return ranks;
    }

    private static double[] ZScores(double[] values)
    {
        double mean = values.Sum() / values.Length;
        double deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / values.Length);
        return Array.ConvertAll(values, value => deviation > 0 ? (value - mean) / deviation : 0);
    }
}
