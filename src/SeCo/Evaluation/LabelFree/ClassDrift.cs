namespace SeCo.Evaluation;

/// <summary>How far the classes of some labels are from those of others: labels of the same images whose classes differ much have lost some, or found
/// others.</summary>
public static class ClassDrift
{
    /// <summary>The Jensen-Shannon divergence of two distributions.</summary>
    /// <param name="counts">Pixels of each class.</param>
    /// <param name="others">The same of the other labels, of the same length.</param>
    /// <returns>In bits, 0 (the same) to 1 (no class in common); NaN where one of the two has no pixel.</returns>
    public static double Between(ReadOnlySpan<long> counts, ReadOnlySpan<long> others)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(others.Length, counts.Length);
        (double sum, double other, double drift) = (0, 0, 0);
        for (int c = 0; c < counts.Length; c++)
        {
            (sum, other) = (sum + counts[c], other + others[c]);
        }

        for (int c = 0; c < counts.Length; c++)
        {
            double p = counts[c] / sum, q = others[c] / other, mean = (p + q) / 2;
            drift += (Part(p, mean) + Part(q, mean)) / 2;
        }

        return sum > 0 && other > 0 ? Math.Max(0, drift) : double.NaN;

        static double Part(double share, double mean) => share > 0 ? share * Math.Log2(share / mean) : 0;
    }
}
