using System.Globalization;
using SeCo.Adaptation.Loading;
using SeCo.Adaptation.Losses;
using SeCo.Imaging;
using SeCo.Torch;

namespace SeCo.Adaptation.Methods;

/// <summary>Cross-entropy on the labels there are; where wanted, the other pixels learn from the running mean of the student.</summary>
/// <remarks>Of UniMatch's settings, those of hard pixels apply: <see cref="UniMatchOptions.HardThreshold"/> and <see cref="UniMatchOptions.HardMinimum"/>.</remarks>
/// <param name="student">The network.</param>
/// <param name="hard">Which pixels are hard; a threshold of 0 for plain cross-entropy.</param>
/// <param name="options">Whether and when gaps are filled.</param>
/// <param name="seed">Seed of the network's own drop-out.</param>
/// <param name="weights">Class weights, <c>[K]</c>; null for none.</param>
/// <param name="average">The running mean that follows the student; null for none.</param>
internal sealed class SelfTrainingMethod(
    Student student, UniMatchOptions hard, SelfTrainingOptions options, ulong seed, Tensor? weights = null, Teacher? average = null) : ITrainingMethod
{
    private readonly RandomSource _random = new RandomSource(seed).Fork("self-training");

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Gaps are to be filled, and the batch lacks the crops in their own colours.</exception>
    public StepLosses Backward(TrainingBatch batch, long step, int part, double share)
    {
        using TensorScope scope = TensorScope.Open();
        student.Train();
        student.SetDropout(_random.Fork(string.Create(CultureInfo.InvariantCulture, $"{step}/{part}")));
        Tensor labels = CropTensors.Labels(batch.Labelled, student.Device);
        if (options.FillGaps && average is not null && step >= options.FillFromStep)
        {
            labels = Filled(labels, batch.Weak ?? throw new ArgumentException("To fill gaps, the batch needs the crops in their own colours.", nameof(batch)), average);
        }

        Tensor logits = student.Forward(CropTensors.Images(batch.Labelled, student.Device));
        Tensor loss = LabelledLoss.OfHardPixels(logits, labels, hard.HardThreshold, hard.HardMinimum, weights);
        (loss * share).Backward();
        double value = loss.Item();
        return new StepLosses([new("train/loss_all", value), new("train/loss_x", value)]);
    }

    /// <inheritdoc/>
    public void AfterStep(long step) => average?.Follow(step);

    private Tensor Filled(Tensor labels, CropBatch weak, Teacher teacher) => TensorScope.Run(() =>
    {
        PseudoLabels says = teacher.Label(CropTensors.Images(weak, student.Device));
        Tensor asked = labels.EqualTo(LabelMap.Ignore).And(CropTensors.Padding(weak, student.Device).Not()).And(says.Confidences!.AtLeast(options.ConfidenceThreshold));
        return Tensor.Where(asked, says.Classes, labels);
    });
}
