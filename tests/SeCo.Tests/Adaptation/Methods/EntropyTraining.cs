using SeCo.Adaptation;
using SeCo.Adaptation.Loading;
using SeCo.Adaptation.Losses;
using SeCo.Adaptation.Methods;
using SeCo.Adaptation.Sampling;
using SeCo.Torch;

namespace SeCo.Tests.Adaptation.Methods;

/// <summary>Entropy minimisation: cross-entropy on labels, and answers of low entropy on unlabelled images. Source: Grandvalet and Bengio 2004.</summary>
internal sealed class EntropyTraining : TrainingMethod
{
    public override IEnumerable<(bool Holds, string Fault)> CheckImages(AdaptationInput images) =>
        [.. base.CheckImages(images), (images.Unlabelled.Count > 0, "method entropy needs unlabelled images; lower split.portion")];

    public override SplitOptions Split(AdaptationOptions options) => options.Split;

    public override IBatchSource Batches(BatchInput input) => new EntropyBatches(input);

    public override ITrainingStep Step(StepInput input) => new EntropyStep(input.Student, input.Seed);
}

internal sealed record EntropyBatch(CropBatch Labelled, CropBatch Unlabelled) : TrainingBatch(Labelled)
{
    public override int Images => Labelled.Count + Unlabelled.Count;
}

internal sealed class EntropyBatches : BatchSource
{
    private readonly IReadOnlyList<TrainingImage> _unlabelled;
    private readonly LabelledCrops _labelled;
    private readonly ImageOrder _order;

    public EntropyBatches(BatchInput input)
        : base(input, Math.Max(input.Images.Labelled.Count, input.Images.Unlabelled.Count))
    {
        _unlabelled = input.Images.Unlabelled;
        _labelled = input.Labelled(input.Images.Labelled, Plan);
        _order = Plan.Order(_unlabelled.Count, "unlabelled");
    }

    public override TrainingBatch Make(long step, int part, CancellationToken cancellationToken)
    {
        CropBatch unlabelled = NewBatch();
        Each((worker, i) =>
        {
            worker.ReadUnlabelled(_unlabelled[_order[Plan.Place(step, part, i)]], Plan.Random("unlabelled", step, part, i));
            worker.Write(worker.Weak, unlabelled, i);
        }, cancellationToken);
        return new EntropyBatch(_labelled.Make(step, part, cancellationToken), unlabelled);
    }
}

internal sealed class EntropyStep(Student student, ulong seed) : ITrainingStep
{
    private const double Weight = 0.1;
    private const double Tiny = 1e-8; // keeps the logarithm finite

    private readonly RandomSource _random = new RandomSource(seed).Fork("entropy");

    public StepLosses Backward(TrainingBatch batch, long step, int part, double share)
    {
        EntropyBatch crops = (EntropyBatch)batch;
        using TensorScope scope = TensorScope.Open();
        student.Train();
        student.SetDropout(_random.Fork($"{step}/{part}"));
        Tensor images = Tensor.Cat([crops.Labelled.Images(student.Device), crops.Unlabelled.Images(student.Device)]);
        Tensor logits = student.Forward(images); // [2 N, K, H, W]

        Tensor labelled = LabelledLoss.CrossEntropy(
            logits.Narrow(0, 0, crops.Labelled.Count), crops.Labelled.Targets(student.Device), ranks: student.Ranks);
        Tensor probabilities = logits.Narrow(0, crops.Labelled.Count, crops.Unlabelled.Count).Softmax(1); // [N, K, H, W]
        Tensor seen = crops.Unlabelled.IsPadding(student.Device).Not().To(DType.Float32); // [N, H, W]
        Tensor entropy = (probabilities * (probabilities + Tiny).Log()).Sum([1]) * seen; // [N, H, W], negative
        Tensor unlabelled = entropy.Sum() / student.Ranks.Total(seen.Sum()).Clamp(minimum: 1) * -1;

        ((labelled + (unlabelled * Weight)) * share).Backward();
        float[] values = Tensor.Stack([labelled.Detach(), unlabelled.Detach()]).ToArray<float>();
        return new StepLosses(values[0] + (Weight * values[1]), values[0], Unlabelled: values[1]);
    }
}
