namespace SeCo.Correction.Noise;

/// <summary>Scales values so that a range becomes [0, 1]; values outside are clipped.</summary>
/// <param name="Low">What becomes 0.</param>
/// <param name="High">What becomes 1.</param>
public readonly record struct ValueScale(double Low, double High)
{
    /// <summary>True where the range is a single value, which cannot be scaled.</summary>
    public bool IsEmpty => !(High > Low);

    /// <summary>The range from the minimum to a quantile (element floor(q (n - 1)) of the sorted values); the whole range where they coincide.</summary>
    /// <param name="values">The values, finite; at least one.</param>
    /// <param name="quantile">The quantile; 1 for the maximum.</param>
    public static ValueScale UpTo(ReadOnlySpan<double> values, double quantile = 1)
    {
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        ValueScale scale = new(sorted[0], sorted[(int)(quantile * (sorted.Length - 1))]);
        return scale.IsEmpty ? new ValueScale(sorted[0], sorted[^1]) : scale;
    }

    /// <summary>The value in [0, 1].</summary>
    public double Apply(double value) => Math.Clamp((value - Low) / (High - Low), 0, 1);

    /// <summary>All values in [0, 1].</summary>
    public double[] Apply(double[] values) => Array.ConvertAll(values, Apply);
}
