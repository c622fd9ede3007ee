using System.Globalization;
using SeCo.Adaptation.Loading;
using SeCo.Adaptation.Losses;
using SeCo.Torch;

namespace SeCo.Adaptation.Methods;

/// <summary>Cross-entropy on the labels there are. Of UniMatch's settings, those of hard pixels apply: <see cref="UniMatchOptions.HardThreshold"/> and <see cref="UniMatchOptions.HardMinimum"/>.</summary>
/// <param name="student">The network.</param>
/// <param name="options">Which pixels are hard; a threshold of 0 for plain cross-entropy.</param>
/// <param name="seed">Seed of the network's own drop-out.</param>
internal sealed class SelfTrainingMethod(Student student, UniMatchOptions options, ulong seed) : ITrainingMethod
{
    private readonly RandomSource _random = new RandomSource(seed).Fork("self-training");

    /// <inheritdoc/>
    public StepLosses Backward(TrainingBatch batch, long step, int part, double share)
    {
        using TensorScope scope = TensorScope.Open();
        student.Train();
        student.SetDropout(_random.Fork(string.Create(CultureInfo.InvariantCulture, $"{step}/{part}")));
        Tensor logits = student.Forward(CropTensors.Images(batch.Labelled, student.Device));
        Tensor loss = LabelledLoss.OfHardPixels(logits, CropTensors.Labels(batch.Labelled, student.Device), options.HardThreshold, options.HardMinimum);
        (loss * share).Backward();
        double value = loss.Item();
        return new StepLosses([new("train/loss_all", value), new("train/loss_x", value)]);
    }

    /// <inheritdoc/>
    public void AfterStep(long step)
    {
    }
}
