namespace SeCo.Correction.Noise;

/// <summary>The best split of numbers into two groups by the sum of squares: k-means with k = 2, solved exactly and without chance.</summary>
public static class TwoMeans
{
    /// <summary>Splits at the threshold with the least sum of squared distances to the two means.</summary>
    /// <param name="values">The numbers, finite.</param>
    /// <returns>The smallest value of the upper group; positive infinity where all values are equal or there are none. Ties go to the lower
    /// threshold.</returns>
    public static double Threshold(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        return ThresholdOfSorted(sorted);
    }

    /// <summary>As <see cref="Threshold"/>, for numbers that ascend.</summary>
    public static double ThresholdOfSorted(ReadOnlySpan<double> sorted)
    {
        double mean = Mean(sorted), sum = 0;
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

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }
}
