namespace SeCo.Torch.Optim;

/// <summary>The same learning rate at every step.</summary>
/// <param name="Rate">The learning rate.</param>
public sealed record ConstantRate(double Rate) : ILearningRateSchedule
{
    /// <inheritdoc/>
    public double At(long iteration) => Rate;
}
