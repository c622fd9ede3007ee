namespace SeCo.Torch.Optim;

/// <summary>From the initial rate to the final one along (1 − t/T)ᵖ; the usual schedule of segmentation networks (DeepLab, SegFormer with p = 1).</summary>
/// <param name="Initial">Learning rate of step 0.</param>
/// <param name="Steps">T, in steps; later steps keep the final rate.</param>
/// <param name="Power">p.</param>
/// <param name="Final">Learning rate of step T.</param>
public sealed record PolynomialDecay(double Initial, long Steps, double Power = 0.9, double Final = 0) : ILearningRateSchedule
{
    /// <inheritdoc/>
    public double At(long iteration) => Final + ((Initial - Final) * Math.Pow(1 - Math.Min((double)iteration / Steps, 1), Power));
}
