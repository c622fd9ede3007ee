namespace SeCo.Correction.Reference;

/// <summary>The reference's quantile.</summary>
public static class QuantileThreshold
{
    /// <summary>The element min(int(n ratio), n - 1) of the sorted values, in double arithmetic: 100 values at 0.29 give element 28.</summary>
    /// <param name="values">The values; at least one.</param>
    /// <param name="ratio">The quantile, in [0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">No value, or a ratio outside [0, 1].</exception>
    public static double Of(ReadOnlySpan<double> values, double ratio)
    {
        ArgumentOutOfRangeException.ThrowIfZero(values.Length, nameof(values));
        ArgumentOutOfRangeException.ThrowIfNegative(ratio);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ratio, 1);
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        return sorted[Math.Min((int)(sorted.Length * ratio), sorted.Length - 1)];
    }
}
