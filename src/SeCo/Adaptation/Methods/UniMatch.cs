using SeCo.Adaptation.Loading;
using SeCo.Adaptation.Losses;
using SeCo.Adaptation.Sampling;

namespace SeCo.Adaptation.Methods;

/// <summary>UniMatch: a labelled and an unlabelled set; two strong views and perturbed features learn what the network says of the weak view.</summary>
/// <remarks>Source: Yang et al. 2023; its <c>unimatch.py</c>.</remarks>
internal sealed class UniMatch : TrainingMethod
{
    public override IReadOnlyList<AdaptationSetting> DefaultOf => [AdaptationSetting.SourceFree, AdaptationSetting.BlackBox];

    public override IEnumerable<(bool Holds, string Fault)> CheckImages(AdaptationInput images) =>
    [
        .. base.CheckImages(images),
        (images.Unlabelled.Count > 0,
            "method uni_match needs unlabelled images, and there is none; lower split.portion, set split.unlabelled_from_all, or set method to self_training"),
    ];

    public override SplitOptions Split(AdaptationOptions options) => options.Split;

    public override IBatchSource Batches(BatchInput input) => new UniMatchBatches(input);

    public override ITrainingStep Step(StepInput input) => new UniMatchStep(input.Student, input.Options.UniMatch, input.Seed, input.ClassWeights);
}

/// <summary>Labelled crops; views of as many unlabelled images; with <see cref="CutMixPartner.SameImage"/> views of other crops of these, which boxes are cut
/// from; and the CutMix boxes of each strong view, one a crop, empty where nothing is pasted.</summary>
internal sealed record UniMatchBatch(CropBatch Labelled, UniMatchViews Own, UniMatchViews? Partners, Box[][] Boxes) : TrainingBatch(Labelled)
{
    public override int Images => Labelled.Count + Own.Weak.Count;
}

/// <summary>A weak view, and two strong views of the same places before CutMix. Labels only mark padding.</summary>
internal sealed record UniMatchViews(CropBatch Weak, CropBatch[] Strong);

internal sealed class UniMatchBatches : BatchSource
{
    private readonly LabelledCrops _labelled;
    private readonly IReadOnlyList<TrainingImage> _unlabelled;
    private readonly ImageOrder _order;
    private readonly bool _hasPartners;

    /// <summary>Prepares them; there is at least one image of either set.</summary>
    public UniMatchBatches(BatchInput input)
        : base(input, Math.Max(input.Images.Labelled.Count, input.Images.Unlabelled.Count))
    {
        _labelled = input.Labelled(input.Images.Labelled, Plan);
        _unlabelled = input.Images.Unlabelled;
        _order = Plan.Order(_unlabelled.Count, "unlabelled");
        _hasPartners = input.Options.UniMatch.Partner == CutMixPartner.SameImage;
    }

    public override TrainingBatch Make(long step, int part, CancellationToken cancellationToken)
    {
        CropBatch labelled = _labelled.Make(step, part, cancellationToken);
        UniMatchViews own = NewViews();
        UniMatchViews? partners = _hasPartners ? NewViews() : null;
        Box[][] boxes = [new Box[Plan.PartSize], new Box[Plan.PartSize]];
        Each((worker, i) =>
        {
            TrainingImage image = _unlabelled[_order[Plan.Place(step, part, i)]];
            RandomSource random = Plan.Random("unlabelled", step, part, i);
            Write(worker, image, random, own, i);
            foreach (Box[] ofView in boxes)
            {
                ofView[i] = CutMix.Draw(Crops.Size, Crops.Views.CutMix, random);
            }

            if (partners is not null)
            {
                Write(worker, image, Plan.Random("partner", step, part, i), partners, i);
            }
        }, cancellationToken);
        return new UniMatchBatch(labelled, own, partners, boxes);
    }

    private UniMatchViews NewViews() => new(NewBatch(), [NewBatch(), NewBatch()]);

    private static void Write(CropWorker worker, TrainingImage image, RandomSource random, UniMatchViews views, int index)
    {
        worker.ReadUnlabelled(image, random);
        worker.Write(worker.Weak, views.Weak, index);
        foreach (CropBatch strong in views.Strong)
        {
            worker.WriteStrong(random, strong, index);
        }
    }
}

/// <summary>The step: L = labelled · OHEM + strong · (s1 + s2) + feature · fp, with the weights of <see cref="UniMatchOptions"/>.</summary>
/// <remarks>Targets carry no gradients. The graph of the labelled and weak crops is gone before that of the strong views is made, so that a step holds one of
/// them at a time; gradients add up to the same. A part whose weight is 0 is not computed.</remarks>
internal sealed class UniMatchStep(Student student, UniMatchOptions options, ulong seed, Tensor? weights = null) : ITrainingStep
{
    private readonly RandomSource _random = new RandomSource(seed).Fork("unimatch");

    public StepLosses Backward(TrainingBatch batch, long step, int part, double share)
    {
        UniMatchBatch crops = (UniMatchBatch)batch;
        using TensorScope scope = TensorScope.Open();
        RandomSource random = _random.Fork($"{step}/{part}");
        student.SetDropout(random);
        Answer? partners = crops.Partners is null ? null : Look(crops.Partners.Weak);
        student.Train();
        (Answer own, Tensor labelled, Tensor features) = TrainOnWeak(crops.Labelled, crops.Own.Weak, random.Fork("features"), share);
        Tensor none = Tensor.Scalar(0, DType.Float32, student.Device);
        Tensor[] strong = options.StrongWeight > 0 ? TrainOnStrong(crops, own, partners, share) : [none, none];
        Tensor teaching = ConsistencyLoss.TeachingShare(own.Labels, own.Padding, options.ConfidenceThreshold, student.Ranks);

        float[] values = Tensor.Stack([labelled, features, .. strong, teaching]).ToArray<float>(); // one wait for the device, not five
        double ofStrong = (double)values[2] + values[3];
        double total = (options.LabelledWeight * values[0]) + (options.StrongWeight * ofStrong) + (options.FeatureWeight * values[1]);
        return new StepLosses(
            total, values[0], Strong: options.StrongWeight > 0 ? ofStrong / 2 : null, Features: options.FeatureWeight > 0 ? values[1] : null,
            TeachingShare: values[4]);
    }

    /// <summary>What the network says of the partners' weak crops, in evaluation and without gradients.</summary>
    private Answer Look(CropBatch weak)
    {
        using GradMode mode = GradMode.Disable();
        using TensorScope scope = TensorScope.Open();
        student.Eval();
        return AnswerOf(student.Forward(weak.Images(student.Device)), weak).KeptIn(scope);
    }

    /// <summary>The first graph. Returns what the network says of the weak crops, and both losses.</summary>
    private (Answer Own, Tensor Labelled, Tensor Features) TrainOnWeak(CropBatch labelled, CropBatch weak, RandomSource random, double share)
    {
        using TensorScope scope = TensorScope.Open();
        Tensor images = Tensor.Cat([labelled.Images(student.Device), weak.Images(student.Device)]);
        (Tensor clean, Tensor? perturbed) =
            options.FeatureWeight > 0 ? student.ForwardPerturbed(images, random, options.FeatureDropout) : (student.Forward(images), null);
        Answer own = AnswerOf(clean.Detach().Narrow(0, labelled.Count, weak.Count), weak);
        Tensor hard = LabelledLoss.OfHardPixels(
            clean.Narrow(0, 0, labelled.Count), labelled.Targets(student.Device), options.HardThreshold, options.HardMinimum, weights,
            labelled.Weights(student.Device), student.Ranks);
        Tensor total = hard * options.LabelledWeight;
        Tensor features = Tensor.Scalar(0, DType.Float32, student.Device);
        if (perturbed is not null)
        {
            features = ConsistencyLoss.Of(
                perturbed.Narrow(0, labelled.Count, weak.Count), own.Labels, own.Padding, options.ConfidenceThreshold, student.Ranks);
            total += features * options.FeatureWeight;
        }

        (total * share).Backward();
        return (own.KeptIn(scope), scope.Keep(hard.Detach()), scope.Keep(features.Detach()));
    }

    /// <summary>The second graph. Returns the losses of both strong views.</summary>
    private Tensor[] TrainOnStrong(UniMatchBatch batch, Answer own, Answer? partners, double share)
    {
        using TensorScope scope = TensorScope.Open();
        // Without partners, a box comes from the next image of the batch. A batch of one is then its own partner, and nothing changes.
        bool isShared = partners is null && student.Ranks.Count > 1;
        Answer others = partners ?? (isShared ? Following(own) : own);
        CutMix[] mixes = [.. batch.Boxes.Select(boxes => new CutMix(boxes, shift: partners is null && !isShared ? 1 : 0))];
        Tensor[] images = [.. mixes.Select((mix, v) => TensorScope.Run(() => Mixed(mix, batch.Own.Strong[v], batch.Partners?.Strong[v], isShared)))];
        Tensor[] logits = student.Forward(Tensor.Cat(images)).Chunk(2);
        Tensor[] losses = [.. mixes.Select((mix, v) => ConsistencyLoss.Of(
            logits[v], mix.Apply(own.Labels, others.Labels), mix.Apply(own.Padding, others.Padding), options.ConfidenceThreshold, student.Ranks))];
        ((losses[0] + losses[1]) * (options.StrongWeight * share)).Backward();
        return [scope.Keep(losses[0].Detach()), scope.Keep(losses[1].Detach())];
    }

    private Tensor Mixed(CutMix mix, CropBatch view, CropBatch? partner, bool isShared)
    {
        Tensor own = view.Images(student.Device);
        return mix.Apply(own, partner is not null ? partner.Images(student.Device) : isShared ? student.Ranks.Following(own) : own);
    }

    /// <summary>The answers to the next images of the whole batch, of which the last one here is another process's.</summary>
    private Answer Following(Answer own) => new(
        new PseudoLabels(student.Ranks.Following(own.Labels.Classes), own.Labels.Confidences is { } sure ? student.Ranks.Following(sure) : null),
        student.Ranks.Following(own.Padding));

    private Answer AnswerOf(Tensor logits, CropBatch crops) =>
        new(PseudoLabels.Of(logits, withConfidences: options.ConfidenceThreshold > 0), crops.IsPadding(student.Device));

    /// <summary>What the network says of weak crops, and where they show no image.</summary>
    private sealed record Answer(PseudoLabels Labels, Tensor Padding)
    {
        public Answer KeptIn(TensorScope scope) => new(Labels.KeptIn(scope), scope.Keep(Padding));
    }
}
