using SeCo.Adaptation.Loading;
using SeCo.Adaptation.Losses;
using SeCo.Adaptation.Sampling;
using SeCo.Adaptation.Views;

namespace SeCo.Adaptation.Methods;

/// <summary>Self-training with source labels and a teacher that is the student's running mean.</summary>
/// <remarks>Source: paper, section 2; Hoyer et al. 2022 (DAFormer), whose feature distance to an ImageNet encoder is left out.</remarks>
internal sealed class MeanTeacher : TrainingMethod
{
    public override IReadOnlyList<AdaptationSetting> DefaultOf => [AdaptationSetting.Uda];

    public override IEnumerable<(bool Holds, string Fault)> CheckSettings(AdaptationOptions options) =>
    [
        (options.Setting == AdaptationSetting.Uda, "method mean_teacher needs labelled source images: set setting to uda"),
        (!options.WeighRegions, "method mean_teacher does not weigh regions: set weigh_regions to false"),
    ];

    public override IEnumerable<(bool Holds, string Fault)> CheckImages(AdaptationInput images) =>
    [
        (images.Labelled.Count + images.Unlabelled.Count > 0,
            "there is no labelled image to learn from; is the folder of labels right, and did the stage before keep any?"),
        (images.Source.Count > 0, "method mean_teacher needs labelled source images, and there is none"),
    ];

    public override (double Decay, bool FollowsNorms)? Mean(AdaptationOptions options) => (options.MeanTeacher.Decay, false);

    public override IBatchSource Batches(BatchInput input) => new MeanTeacherBatches(input);

    public override ITrainingStep Step(StepInput input) => new MeanTeacherStep(input.Student, input.Mean!, input.Options.MeanTeacher, input.Seed);
}

/// <summary>Source crops with labels; target crops for the teacher; and these mixed, in other colours, for the student. Target labels are 255 where there is
/// none and the teacher is asked, <see cref="CropBatch.Padding"/> in padding. Pixels pasted from the source or the pool have 1 in <c>[N, H, W]</c>.</summary>
internal sealed record MeanTeacherBatch(CropBatch Labelled, CropBatch Target, CropBatch Mixed, byte[] Pasted) : TrainingBatch(Labelled)
{
    public override int Images => Labelled.Count + Target.Count;
}

/// <summary>Makes the batches: half of the source crop's classes, and regions of the pool, are pasted on the target crop.</summary>
/// <remarks>Source: DAFormer's <c>dacs.py</c>. The classes are those of the crop's own source crop, where DAFormer takes them from the batch.</remarks>
internal sealed class MeanTeacherBatches : BatchSource
{
    private readonly LabelledCrops _source;
    private readonly IReadOnlyList<TrainingImage> _target;
    private readonly ImageOrder _order;
    private readonly bool _mixesClasses;

    /// <summary>Prepares them; there is at least one image of the source and of the target.</summary>
    public MeanTeacherBatches(BatchInput input)
        : base(input, Math.Max(input.Images.Source.Count, input.Target.Count))
    {
        _target = input.Target;
        _source = input.Labelled(input.Images.Source, Plan);
        _order = Plan.Order(_target.Count, "target");
        _mixesClasses = input.Options.MeanTeacher.ClassMix;
    }

    public override TrainingBatch Make(long step, int part, CancellationToken cancellationToken)
    {
        CropBatch source = NewBatch(), target = NewBatch(), mixed = NewBatch();
        byte[] pasted = new byte[mixed.Labels.Length];
        Each((worker, i) =>
        {
            RandomSource sourceRandom = _source.Read(worker, step, part, i);
            worker.Source.CopyFrom(worker.Weak);
            _source.Write(worker, sourceRandom, source, i);

            RandomSource random = Plan.Random("target", step, part, i);
            worker.ReadTarget(_target[_order[Plan.Place(step, part, i)]], random);
            worker.Write(worker.Weak, target, i);
            worker.Changed.CopyFrom(worker.Weak);
            Span<byte> ofCrop = pasted.AsSpan(i * worker.Changed.Length, worker.Changed.Length);
            if (_mixesClasses)
            {
                ClassMix.Paste(worker.Source, worker.Changed, ofCrop, random);
            }

            _source.Paster?.Paste(worker.Changed, ofCrop, random);
            worker.WriteChanged(random, mixed, i);
        }, cancellationToken);
        return new MeanTeacherBatch(source, target, mixed, pasted);
    }
}

/// <summary>The step: L = L_s + β L_t.</summary>
/// <remarks>L_s: cross-entropy over the labelled pixels of the source. L_t: over the mixed target images, where pasted pixels and connectivity labels weigh
/// 1, and what the teacher says of the other pixels as much as the share of the batch's pixels that it is sure of. The source's graph is gone before the
/// target's is made.</remarks>
internal sealed class MeanTeacherStep(Student student, Teacher teacher, MeanTeacherOptions options, ulong seed) : ITrainingStep
{
    private readonly RandomSource _random = new RandomSource(seed).Fork("mean teacher");

    public StepLosses Backward(TrainingBatch batch, long step, int part, double share)
    {
        MeanTeacherBatch crops = (MeanTeacherBatch)batch;
        using TensorScope scope = TensorScope.Open();
        student.Train();
        student.SetDropout(_random.Fork($"{step}/{part}"));
        Tensor source = TrainOnSource(crops.Labelled, share);
        (Tensor target, Tensor trust) = TrainOnTarget(crops, share);
        float[] values = Tensor.Stack([source, target, trust]).ToArray<float>();
        return new StepLosses(values[0] + (options.TargetWeight * values[1]), values[0], Unlabelled: values[1], TeachingShare: values[2]);
    }

    private Tensor TrainOnSource(CropBatch labelled, double share)
    {
        using TensorScope scope = TensorScope.Open();
        Tensor loss = LabelledLoss.CrossEntropy(
            student.Forward(labelled.Images(student.Device)), labelled.Targets(student.Device), ranks: student.Ranks);
        (loss * share).Backward();
        return scope.Keep(loss.Detach());
    }

    private (Tensor Loss, Tensor Trust) TrainOnTarget(MeanTeacherBatch crops, double share)
    {
        using TensorScope scope = TensorScope.Open();
        Tensor padding = crops.Mixed.IsPadding(student.Device);
        PseudoLabels says = teacher.Label(crops.Target.Images(student.Device));
        Tensor trust = ConsistencyLoss.TeachingShare(says, crops.Target.IsPadding(student.Device), options.ConfidenceThreshold, student.Ranks);
        Tensor labels = crops.Mixed.Targets(student.Device);
        MixedTargets targets = options.TeacherFillsGaps
            ? MixedTargets.Filled(labels, padding, crops.Mixed.Map(crops.Pasted, student.Device).NotEqualTo(0), says.Classes, trust)
            : MixedTargets.Known(labels, padding);
        Tensor loss = MixedLoss.Of(student.Forward(crops.Mixed.Images(student.Device)), targets, padding, options.CountsIgnored, student.Ranks);
        (loss * (options.TargetWeight * share)).Backward();
        return (scope.Keep(loss.Detach()), scope.Keep(trust));
    }
}
