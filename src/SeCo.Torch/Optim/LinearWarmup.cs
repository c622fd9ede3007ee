namespace SeCo.Torch.Optim;

/// <summary>Another schedule whose first steps are scaled from a small factor up to 1, in equal increments.</summary>
/// <param name="Schedule">The other schedule.</param>
/// <param name="Steps">Number of scaled steps.</param>
/// <param name="StartFactor">Factor of step 0.</param>
public sealed record LinearWarmup(ILearningRateSchedule Schedule, long Steps, double StartFactor = 1e-6) : ILearningRateSchedule
{
    /// <inheritdoc/>
    public double At(long iteration) =>
        Schedule.At(iteration) * (iteration >= Steps ? 1 : StartFactor + ((1 - StartFactor) * iteration / Steps));
}
