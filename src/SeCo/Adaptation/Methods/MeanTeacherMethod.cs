using System.Globalization;
using SeCo.Adaptation.Loading;
using SeCo.Adaptation.Losses;
using SeCo.Torch;

namespace SeCo.Adaptation.Methods;

/// <summary>Self-training with source labels and a teacher that is the student's running mean: L = L_s + β L_t.</summary>
/// <remarks>
/// <para>L_s: cross-entropy over the labelled pixels of the source. L_t: over the mixed target images, where pasted pixels and connectivity labels weigh 1, and what the teacher says of the
/// other pixels as much as the share of pixels of the batch that it is sure of. The source's graph is gone before the target's is made.</para>
/// <para>Source: paper, section 2; Hoyer et al. 2022 (DAFormer), whose feature distance to an ImageNet encoder is not here.</para>
/// </remarks>
/// <param name="student">The network.</param>
/// <param name="teacher">Its teacher.</param>
/// <param name="options">Weights and thresholds.</param>
/// <param name="seed">Seed of the network's own drop-out.</param>
internal sealed class MeanTeacherMethod(Student student, Teacher teacher, MeanTeacherOptions options, ulong seed) : ITrainingMethod
{
    private readonly RandomSource _random = new RandomSource(seed).Fork("mean teacher");

    /// <summary>The teacher, whose state belongs into checkpoints.</summary>
    public Teacher Teacher => teacher;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The batch lacks target crops or mixed images.</exception>
    public StepLosses Backward(TrainingBatch batch, long step, int part, double share)
    {
        using TensorScope scope = TensorScope.Open();
        student.Train();
        student.SetDropout(_random.Fork(string.Create(CultureInfo.InvariantCulture, $"{step}/{part}")));
        Tensor source = TrainOnSource(batch.Labelled, share);
        (Tensor target, Tensor trust) = TrainOnTarget(batch, share);
        float[] values = Tensor.Stack([source, target, trust]).ToArray<float>();
        return new StepLosses(
        [
            new("train/loss_all", values[0] + (options.TargetWeight * values[1])),
            new("train/loss_x", values[0]),
            new("train/loss_u", values[1]),
            new("train/mask_ratio", values[2]),
        ]);
    }

    /// <inheritdoc/>
    public void AfterStep(long step) => teacher.Follow(step);

    private static CropBatch Required(CropBatch? crops, string name) =>
        crops ?? throw new ArgumentException($"The mean teacher needs {name} in its batches.", nameof(crops));

    private Tensor TrainOnSource(CropBatch labelled, double share)
    {
        using TensorScope scope = TensorScope.Open();
        Tensor loss = LabelledLoss.CrossEntropy(student.Forward(CropTensors.Images(labelled, student.Device)), CropTensors.Labels(labelled, student.Device));
        (loss * share).Backward();
        return scope.Keep(loss.Detach());
    }

    private (Tensor Loss, Tensor Trust) TrainOnTarget(TrainingBatch batch, double share)
    {
        using TensorScope scope = TensorScope.Open();
        CropBatch target = Required(batch.Weak, nameof(batch.Weak));
        CropBatch mixed = Required(batch.Strong1, nameof(batch.Strong1));
        Tensor padding = CropTensors.Padding(mixed, student.Device);
        PseudoLabels says = teacher.Label(CropTensors.Images(target, student.Device));
        Tensor trust = ConsistencyLoss.TeachingShare(says, CropTensors.Padding(target, student.Device), options.ConfidenceThreshold);
        MixedTargets targets = Targets(batch, mixed, padding, says, trust);
        Tensor loss = MixedLoss.Of(student.Forward(CropTensors.Images(mixed, student.Device)), targets, padding, options.CountsIgnored);
        (loss * (options.TargetWeight * share)).Backward();
        return (scope.Keep(loss.Detach()), scope.Keep(trust));
    }

    private MixedTargets Targets(TrainingBatch batch, CropBatch mixed, Tensor padding, PseudoLabels says, Tensor trust)
    {
        Tensor labels = CropTensors.Labels(mixed, student.Device);
        if (!options.TeacherFillsGaps)
        {
            return MixedTargets.Known(labels, padding);
        }

        Tensor? pasted = batch.Pasted is null ? null : CropTensors.Bytes(mixed, batch.Pasted, student.Device).NotEqualTo(0);
        return MixedTargets.Filled(labels, padding, pasted, says.Classes, trust);
    }
}
