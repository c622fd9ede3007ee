namespace SeCo.Evaluation;

/// <summary>Area under the receiver operating characteristic: how well a score ranks positives above negatives.</summary>
public static class Auroc
{
    /// <summary>The chance that a positive scores higher than a negative, ties counting half, in [0, 1]; NaN where there are none of one kind.</summary>
    /// <param name="scores">A score for each item; no NaN.</param>
    /// <param name="positives">Whether each item is positive.</param>
    /// <param name="weights">A weight above 0 for each item; empty: all alike.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a score is NaN.</exception>
    public static double Compute(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positives, ReadOnlySpan<double> weights = default)
    {
        if (scores.Length != positives.Length || (!weights.IsEmpty && weights.Length != scores.Length))
        {
            throw new ArgumentException($"{scores.Length} scores, {positives.Length} positives and {weights.Length} weights; expected equal lengths.",
                nameof(positives));
        }

        double[] sorted = scores.ToArray();
        int[] order = [.. Enumerable.Range(0, scores.Length)];
        if (Array.Exists(sorted, double.IsNaN))
        {
            throw new ArgumentException("A score is NaN.", nameof(scores));
        }

        Array.Sort(sorted, order);
        double area = 0, allPositive = 0, allNegative = 0;
        for (int i = 0; i < sorted.Length;)
        {
            double positive = 0, negative = 0;
            int tie = i;
            for (; i < sorted.Length && sorted[i] == sorted[tie]; i++)
            {
                double weight = weights.IsEmpty ? 1 : weights[order[i]];
                (positive, negative) = positives[order[i]] ? (positive + weight, negative) : (positive, negative + weight);
            }

            area += positive * (allNegative + (negative / 2));
            allPositive += positive;
            allNegative += negative;
        }

        return area / (allPositive * allNegative);
    }
}
