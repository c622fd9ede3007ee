namespace SeCo.Correction.Noise;

/// <summary>One Gaussian of a mixture.</summary>
/// <param name="Weight">Its share, in [0, 1].</param>
/// <param name="Mean">Its mean.</param>
/// <param name="Variance">Its variance, above 0.</param>
public readonly record struct GaussianComponent(double Weight, double Mean, double Variance)
{
    private static readonly double LogTwoPi = Math.Log(2 * Math.PI);

    /// <summary>The logarithm of weight times density at a value.</summary>
    public double LogJoint(double value)
    {
        double distance = value - Mean;
        return Math.Log(Weight) - (0.5 * (LogTwoPi + Math.Log(Variance) + (distance * distance / Variance)));
    }
}
