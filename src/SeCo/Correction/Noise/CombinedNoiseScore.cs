namespace SeCo.Correction.Noise;

/// <summary>One noise score from several signals: loss, 1 - mean confidence, logarithm of the area, … ; the mixture is then fitted to the score.</summary>
/// <remarks>A region of which a signal is unknown is scored by its other signals; one of which nothing is known gets 0.5.</remarks>
public static class CombinedNoiseScore
{
    /// <summary>Combines signals.</summary>
    /// <param name="signals">The signals, all of one length; at least one.</param>
    /// <param name="classes">The class of each region.</param>
    /// <param name="combination">The way.</param>
    /// <param name="withinClass">Compares a region with those of its own class only.</param>
    /// <returns>A score for each region, larger means more likely wrong; in (0, 1) except for <see cref="NoiseCombination.Sum"/>.</returns>
    /// <exception cref="ArgumentException">No signal, lengths that differ, a weight that is not above 0, or an infinite value.</exception>
    public static double[] Combine(
        IReadOnlyList<NoiseSignal> signals, ReadOnlySpan<byte> classes, NoiseCombination combination = NoiseCombination.RankAverage, bool withinClass = false)
    {
        ArgumentNullException.ThrowIfNull(signals);
        Check(signals, classes.Length);
        double[] sums = new double[classes.Length];
        double[] weights = new double[classes.Length];
        foreach (int[] group in Groups(classes, withinClass))
        {
            foreach (NoiseSignal signal in signals)
            {
                int[] known = [.. group.Where(i => !double.IsNaN(signal.Values.Span[i]))];
                double[] standard = combination switch
                {
                    NoiseCombination.RankAverage => Ranks(signal.Values.Span, known),
                    NoiseCombination.LogisticZScores => ZScores(signal.Values.Span, known),
                    _ => [.. known.Select(i => signal.Values.Span[i])],
                };
                for (int i = 0; i < known.Length; i++)
                {
                    sums[known[i]] += signal.Weight * standard[i];
                    weights[known[i]] += signal.Weight;
                }
            }
        }

        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] = combination == NoiseCombination.LogisticZScores ? 1 / (1 + Math.Exp(-sums[i])) : weights[i] > 0 ? sums[i] / weights[i] : 0.5;
        }

        return sums;
    }

    private static void Check(IReadOnlyList<NoiseSignal> signals, int count)
    {
        if (signals.Count == 0)
        {
            throw new ArgumentException("There is no signal to combine.", nameof(signals));
        }

        foreach (NoiseSignal signal in signals)
        {
            if (signal.Values.Length != count)
            {
                throw new ArgumentException($"Signal '{signal.Name}' has {signal.Values.Length} values for {count} regions.", nameof(signals));
            }

            if (!(signal.Weight > 0) || double.IsInfinity(signal.Weight))
            {
                throw new ArgumentException($"Signal '{signal.Name}' has the weight {signal.Weight}, expected a number above 0.", nameof(signals));
            }

            foreach (double value in signal.Values.Span)
            {
                if (double.IsInfinity(value))
                {
                    throw new ArgumentException($"Signal '{signal.Name}' has an infinite value.", nameof(signals));
                }
            }
        }
    }

    private static IEnumerable<int[]> Groups(ReadOnlySpan<byte> classes, bool withinClass)
    {
        byte[] own = classes.ToArray();
        int[] all = [.. Enumerable.Range(0, own.Length)];
        return withinClass ? all.GroupBy(i => own[i]).Select(group => group.ToArray()) : [all];
    }

    /// <summary>(rank - 0.5) / n with ranks from 1, for the members in order.</summary>
    private static double[] Ranks(ReadOnlySpan<double> values, int[] members)
    {
        double[] sorted = new double[members.Length];
        int[] places = new int[members.Length];
        for (int i = 0; i < members.Length; i++)
        {
            sorted[i] = values[members[i]];
            places[i] = i;
        }

        Array.Sort(sorted, places);
        double[] ranks = new double[members.Length];
        int start = 0;
        while (start < sorted.Length)
        {
            int end = start + 1;
            while (end < sorted.Length && sorted[end] == sorted[start])
            {
                end++;
            }

            for (int i = start; i < end; i++)
            {
                ranks[places[i]] = (start + end) / 2.0 / sorted.Length;
            }

            start = end;
        }

        return ranks;
    }

    private static double[] ZScores(ReadOnlySpan<double> values, int[] members)
    {
        double sum = 0, squares = 0;
        foreach (int member in members)
        {
            sum += values[member];
        }

        double mean = sum / members.Length;
        foreach (int member in members)
        {
            squares += (values[member] - mean) * (values[member] - mean);
        }

        double deviation = Math.Sqrt(squares / members.Length);
        double[] scores = new double[members.Length];
        for (int i = 0; i < scores.Length && deviation > 0; i++)
        {
            scores[i] = (values[members[i]] - mean) / deviation;
        }

        return scores;
    }
}
