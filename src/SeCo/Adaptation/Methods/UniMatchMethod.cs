using System.Globalization;
using SeCo.Adaptation.Loading;
using SeCo.Adaptation.Losses;
using SeCo.Torch;

namespace SeCo.Adaptation.Methods;

/// <summary>UniMatch's step: labels where there are any; elsewhere two strong views, and the weak view with disturbed features, learn what the network says of the weak view.</summary>
/// <remarks>
/// <para>L = labelled · OHEM + strong · (s1 + s2) + feature · fp, with the weights of <see cref="UniMatchOptions"/>. Targets carry no gradients. The graph of the labelled and weak crops is
/// gone before that of the strong views is made, so that a step holds one of them at a time; gradients add up to the same.</para>
/// <para>A weight of 0 spares its part: no disturbed pass without <see cref="UniMatchOptions.FeatureWeight"/>, no strong views without <see cref="UniMatchOptions.StrongWeight"/>.</para>
/// <para>Source: Yang et al. 2023; its <c>unimatch.py</c>.</para>
/// </remarks>
/// <param name="student">The network.</param>
/// <param name="options">Weights and thresholds.</param>
/// <param name="seed">Seed of the channels that are dropped, and of the network's own drop-out.</param>
/// <param name="weights">Class weights of the labelled loss, <c>[K]</c>; null for none.</param>
/// <param name="average">The running mean that follows the student; null for none.</param>
internal sealed class UniMatchMethod(Student student, UniMatchOptions options, ulong seed, Tensor? weights = null, Teacher? average = null) : ITrainingMethod
{
    private readonly RandomSource _random = new RandomSource(seed).Fork("unimatch");

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The batch lacks unlabelled crops, strong views or, with <see cref="CutMixPartner.SameImage"/>, those of the partners.</exception>
    public StepLosses Backward(TrainingBatch batch, long step, int part, double share)
    {
        using TensorScope scope = TensorScope.Open();
        RandomSource random = _random.Fork(string.Create(CultureInfo.InvariantCulture, $"{step}/{part}"));
        student.SetDropout(random);
        CropBatch weak = Required(batch.Weak, nameof(batch.Weak));
        Unlabelled partners = options.Partner == CutMixPartner.SameImage ? Partners(Required(batch.Partner, nameof(batch.Partner))) : default;
        student.Train();
        (Unlabelled own, List<Tensor> losses) = TrainOnWeak(batch.Labelled, weak, random.Fork("features"), share);
        if (options.StrongWeight > 0)
        {
            losses.AddRange(TrainOnStrong(batch, own, options.Partner == CutMixPartner.SameImage ? partners : own, share));
        }

        losses.Add(ConsistencyLoss.TeachingShare(own.Labels, own.Padding, options.ConfidenceThreshold));
        return Report(Tensor.Stack(losses).ToArray<float>());
    }

    /// <inheritdoc/>
    public void AfterStep(long step) => average?.Follow(step);

    private static CropBatch Required(CropBatch? crops, string name) => crops ?? throw new ArgumentException($"UniMatch needs {name} in its batches.", nameof(crops));

    private PseudoLabels Labels(Tensor logits) => PseudoLabels.Of(logits, withConfidences: options.ConfidenceThreshold > 0);

    private Unlabelled Partners(CropBatch crops)
    {
        using GradMode mode = GradMode.Disable();
        using TensorScope scope = TensorScope.Open();
        student.Eval();
        return Keep(scope, new Unlabelled(Labels(student.Forward(CropTensors.Images(crops, student.Device))), CropTensors.Padding(crops, student.Device)));
    }

    /// <summary>The first graph. Returns what the network says of the weak crops, and the losses: labelled, then of disturbed features where there are any.</summary>
    private (Unlabelled Own, List<Tensor> Losses) TrainOnWeak(CropBatch labelled, CropBatch weak, RandomSource random, double share)
    {
        using TensorScope scope = TensorScope.Open();
        Tensor images = Tensor.Cat([CropTensors.Images(labelled, student.Device), CropTensors.Images(weak, student.Device)]);
        (Tensor clean, Tensor? disturbed) = options.FeatureWeight > 0 ? student.ForwardDisturbed(images, random, options.FeatureDropout) : (student.Forward(images), null);
        Unlabelled own = new(Labels(clean.Detach().Narrow(0, labelled.Count, weak.Count)), CropTensors.Padding(weak, student.Device));
        Tensor hard = LabelledLoss.OfHardPixels(
            clean.Narrow(0, 0, labelled.Count), CropTensors.Labels(labelled, student.Device), options.HardThreshold, options.HardMinimum, weights);
        Tensor total = hard * options.LabelledWeight;
        List<Tensor> losses = [scope.Keep(hard.Detach())];
        if (disturbed is not null)
        {
            Tensor features = ConsistencyLoss.Of(disturbed.Narrow(0, labelled.Count, weak.Count), own.Labels, own.Padding, options.ConfidenceThreshold);
            total += features * options.FeatureWeight;
            losses.Add(scope.Keep(features.Detach()));
        }

        (total * share).Backward();
        return (Keep(scope, own), losses);
    }

    /// <summary>The second graph. Returns the losses of both strong views.</summary>
    private List<Tensor> TrainOnStrong(TrainingBatch batch, Unlabelled own, Unlabelled partners, double share)
    {
        using TensorScope scope = TensorScope.Open();
        bool isSameImage = options.Partner == CutMixPartner.SameImage;
        CropBatch[] views = [Required(batch.Strong1, nameof(batch.Strong1)), Required(batch.Strong2, nameof(batch.Strong2))];
        CropBatch[] others = isSameImage ? [Required(batch.PartnerStrong1, nameof(batch.PartnerStrong1)), Required(batch.PartnerStrong2, nameof(batch.PartnerStrong2))] : views;
        // A batch of one would be its own partner at shift 1: nothing changes then.
        CutMix[] mixes = [new(batch.Boxes1, isSameImage ? 0 : 1), new(batch.Boxes2, isSameImage ? 0 : 1)];
        Tensor[] images = [.. mixes.Select((mix, v) => TensorScope.Run(() => Mixed(mix, views[v], others[v])))];
        Tensor[] logits = student.Forward(Tensor.Cat(images)).Chunk(2);
        Tensor[] losses = [.. mixes.Select((mix, v) => ConsistencyLoss.Of(
            logits[v], mix.Apply(own.Labels, partners.Labels), mix.Apply(own.Padding, partners.Padding), options.ConfidenceThreshold))];
        ((losses[0] + losses[1]) * (options.StrongWeight * share)).Backward();
        return [scope.Keep(losses[0].Detach()), scope.Keep(losses[1].Detach())];
    }

    private Tensor Mixed(CutMix mix, CropBatch view, CropBatch other)
    {
        Tensor own = CropTensors.Images(view, student.Device);
        return mix.Apply(own, ReferenceEquals(view, other) ? own : CropTensors.Images(other, student.Device));
    }

    private StepLosses Report(ReadOnlySpan<float> values)
    {
        int next = 0;
        double labelled = values[next++];
        double features = options.FeatureWeight > 0 ? values[next++] : 0;
        double strong = options.StrongWeight > 0 ? (double)values[next++] + values[next++] : 0;
        double total = (options.LabelledWeight * labelled) + (options.StrongWeight * strong) + (options.FeatureWeight * features);
        List<KeyValuePair<string, double>> tags = [new("train/loss_all", total), new("train/loss_x", labelled)];
        if (options.StrongWeight > 0)
        {
            tags.Add(new("train/loss_s", strong / 2));
        }

        if (options.FeatureWeight > 0)
        {
            tags.Add(new("train/loss_w_fp", features));
        }

        tags.Add(new("train/mask_ratio", values[next]));
        return new StepLosses(tags);
    }

    private static Unlabelled Keep(TensorScope scope, Unlabelled unlabelled)
    {
        scope.Keep(unlabelled.Labels.Classes);
        scope.Keep(unlabelled.Padding);
        if (unlabelled.Labels.Confidences is { } confidences)
        {
            scope.Keep(confidences);
        }

        return unlabelled;
    }

    /// <summary>What the network says of weak crops, and where they show no image.</summary>
    private readonly record struct Unlabelled(PseudoLabels Labels, Tensor Padding);
}
