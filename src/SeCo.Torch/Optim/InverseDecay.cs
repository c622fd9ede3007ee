namespace SeCo.Torch.Optim;

/// <summary>η (1 + γ t/T)⁻ᵖ, the schedule of the connectivity classifier with γ = 10 and p = 0.75.</summary>
/// <param name="Initial">η, the learning rate of step 0.</param>
/// <param name="Steps">T, the steps of the whole training.</param>
/// <param name="Gamma">γ.</param>
/// <param name="Power">p.</param>
public sealed record InverseDecay(double Initial, long Steps, double Gamma = 10, double Power = 0.75) : ILearningRateSchedule
{
    /// <inheritdoc/>
    public double At(long iteration) => Initial * Math.Pow(1 + (Gamma * iteration / Steps), -Power);
}
