namespace SeCo.Torch.Optim;

/// <summary>The learning rate as a pure function of the step, so that a resumed run needs to know the step only.</summary>
public interface ILearningRateSchedule
{
    /// <summary>Learning rate of an iteration (an optimiser's step), from 0.</summary>
    double At(long iteration);
}
