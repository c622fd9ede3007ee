using SeCo.Adaptation.Loading;

namespace SeCo.Adaptation.Methods;

/// <summary>A way to train: computes the losses of a batch and adds their gradients to the student's parameters.</summary>
internal interface ITrainingMethod
{
    /// <summary>Computes losses and gradients; the student is in training mode before and after.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="step">Number of the step from 0; what is drawn at random depends on the seed, the step and the part alone.</param>
    /// <param name="part">Number of the part from 0.</param>
    /// <param name="share">The batch's share of the step, by which gradients are scaled: 1 without accumulation.</param>
    StepLosses Backward(TrainingBatch batch, long step, int part, double share);

    /// <summary>Called when the student has moved: where a running mean follows it.</summary>
    /// <param name="step">Number of the step that is done, from 0.</param>
    void AfterStep(long step);
}
