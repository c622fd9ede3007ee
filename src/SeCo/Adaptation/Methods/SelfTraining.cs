using SeCo.Adaptation.Loading;
using SeCo.Adaptation.Losses;

namespace SeCo.Adaptation.Methods;

/// <summary>Cross-entropy on the labels there are; where wanted, the other pixels learn from the running mean of the student. The usual baseline.</summary>
internal sealed class SelfTraining : TrainingMethod
{
    public override IReadOnlyList<AdaptationSetting> DefaultOf => [AdaptationSetting.Supervised];

    public override IEnumerable<(bool Holds, string Fault)> CheckSettings(AdaptationOptions options) =>
        [(!options.SelfTraining.FillGaps || options.Average > 0, "self_training.fill_gaps needs a running mean: set average, to 0.98 for instance")];

    public override IBatchSource Batches(BatchInput input) => new SelfTrainingBatches(input);

    public override ITrainingStep Step(StepInput input) =>
        new SelfTrainingStep(input.Student, input.Options.UniMatch, input.Options.SelfTraining, input.Seed, input.ClassWeights, input.Mean);
}

/// <summary>Labelled crops; where the running mean is asked, also the same before their colours were changed, whose labels mark padding.</summary>
internal sealed record SelfTrainingBatch(CropBatch Labelled, CropBatch? OwnColors = null) : TrainingBatch(Labelled)
{
    public override int Images => Labelled.Count + (OwnColors?.Count ?? 0);
}

internal sealed class SelfTrainingBatches : BatchSource
{
    private readonly LabelledCrops _labelled;
    private readonly bool _fillsGaps;

    /// <summary>Prepares them; there is at least one labelled image.</summary>
    public SelfTrainingBatches(BatchInput input)
        : base(input, input.Images.Labelled.Count)
    {
        _fillsGaps = input.Options.SelfTraining.FillGaps;
        _labelled = input.Labelled(input.Images.Labelled, Plan, _fillsGaps ? CropBatch.Padding : LabelMap.Ignore);
    }

    public override TrainingBatch Make(long step, int part, CancellationToken cancellationToken)
    {
        if (!_fillsGaps)
        {
            return new SelfTrainingBatch(_labelled.Make(step, part, cancellationToken));
        }

        CropBatch labelled = NewBatch(), own = NewBatch();
        Each((worker, i) =>
        {
            RandomSource random = _labelled.Read(worker, step, part, i);
            worker.Write(worker.Weak, own, i);
            _labelled.Write(worker, random, labelled, i);
        }, cancellationToken);
        labelled.Labels.AsSpan().Replace(CropBatch.Padding, LabelMap.Ignore);
        return new SelfTrainingBatch(labelled, own);
    }
}

/// <summary>The step. Of UniMatch's settings those of hard pixels apply.</summary>
internal sealed class SelfTrainingStep(
    Student student, UniMatchOptions hard, SelfTrainingOptions options, ulong seed, Tensor? weights = null, Teacher? mean = null) : ITrainingStep
{
    private readonly RandomSource _random = new RandomSource(seed).Fork("self-training");

    public StepLosses Backward(TrainingBatch batch, long step, int part, double share)
    {
        SelfTrainingBatch crops = (SelfTrainingBatch)batch;
        using TensorScope scope = TensorScope.Open();
        student.Train();
        student.SetDropout(_random.Fork($"{step}/{part}"));
        Tensor labels = crops.Labelled.Targets(student.Device);
        if (crops.OwnColors is not null && mean is not null && step >= options.FillFromStep)
        {
            labels = Filled(labels, crops.OwnColors, mean);
        }

        Tensor logits = student.Forward(crops.Labelled.Images(student.Device));
        Tensor loss = LabelledLoss.OfHardPixels(
            logits, labels, hard.HardThreshold, hard.HardMinimum, weights, crops.Labelled.Weights(student.Device), student.Ranks);
        (loss * share).Backward();
        double value = loss.Item();
        return new StepLosses(value, value);
    }

    private Tensor Filled(Tensor labels, CropBatch own, Teacher teacher) => TensorScope.Run(() =>
    {
        PseudoLabels says = teacher.Label(own.Images(student.Device));
        Tensor asked = labels.EqualTo(LabelMap.Ignore).And(own.IsPadding(student.Device).Not()).And(says.Confidences!.AtLeast(options.ConfidenceThreshold));
        return Tensor.Where(asked, says.Classes, labels);
    });
}
