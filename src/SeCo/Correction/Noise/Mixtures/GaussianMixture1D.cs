namespace SeCo.Correction.Noise;

/// <summary>Two Gaussians over one variable: clean regions and noisy ones, the noisy having the larger mean (paper section 3.3).</summary>
/// <param name="First">One component.</param>
/// <param name="Second">The other.</param>
public sealed record GaussianMixture1D(GaussianComponent First, GaussianComponent Second)
{
    /// <summary>The component with the larger mean; the first where both means are equal.</summary>
    public GaussianComponent Noisy => Second.Mean > First.Mean ? Second : First;

    /// <summary>The component with the smaller mean; the second where both means are equal.</summary>
    public GaussianComponent Clean => Second.Mean > First.Mean ? First : Second;

    /// <summary>The probability, in [0, 1], that a value came from <see cref="Noisy"/>.</summary>
    /// <remarks>Not monotonic: where the variances differ, the broader component wins both far tails, so that a very small loss may look noisy. This is
    /// scikit-learn's responsibility; see <see cref="MonotonicNoiseProbability"/>.</remarks>
    public double NoiseProbability(double value) => 1 / (1 + Math.Exp(Clean.LogJoint(value) - Noisy.LogJoint(value)));

    /// <summary>As <see cref="NoiseProbability"/>, but never decreasing: on the far side of its turning point the probability stays what it is
    /// there.</summary>
    /// <remarks>The log-odds of two Gaussians are a parabola. Its vertex lies below the smaller mean where the noisy component is the broader one, above the
    /// larger mean where it is the narrower one; beyond the vertex the parabola turns against the meaning of a loss. Equal means say nothing: 0.</remarks>
    public double MonotonicNoiseProbability(double value)
    {
        GaussianComponent clean = Clean, noisy = Noisy;
        if (noisy.Mean == clean.Mean)
        {
            return 0;
        }

        double curvature = (1 / clean.Variance) - (1 / noisy.Variance);
        double vertex = ((clean.Mean / clean.Variance) - (noisy.Mean / noisy.Variance)) / curvature;
        return NoiseProbability(curvature > 0 ? Math.Max(value, vertex) : curvature < 0 ? Math.Min(value, vertex) : value);
    }

    internal static double LogSumExp(double a, double b)
    {
        double high = Math.Max(a, b);
        return double.IsNegativeInfinity(high) ? high : high + Math.Log(1 + Math.Exp(Math.Min(a, b) - high));
    }
}
