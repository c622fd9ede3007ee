using SeCo.Adaptation.Distributed;

namespace SeCo.Adaptation.Losses;

/// <summary>Cross-entropy of mixed images with weighted labels. Source: DAFormer's <c>dacs.py</c>.</summary>
internal static class MixedLoss
{
    /// <summary>The weighted sum over the pixels that teach, divided by the number of all pixels but padding, as in DAFormer, so that few labels weigh
    /// little, or else of those with a target, in all processes' shares of the batch; 0 where none teaches. From logits <c>[N, K, H, W]</c> and padding,
    /// bool <c>[N, H, W]</c>.</summary>
    public static Tensor Of(Tensor logits, MixedTargets targets, Tensor padding, bool countsIgnored, Ranks? ranks = null) => TensorScope.Run(() =>
    {
        Tensor counted = countsIgnored ? padding.Not() : targets.Classes.NotEqualTo(LabelMap.Ignore);
        Tensor count = (ranks ?? Ranks.Alone).Total(counted.Sum()).Clamp(minimum: 1);
        Tensor sum = targets.Weights is { } weights
            ? (logits.CrossEntropy(targets.Classes, null, Reduction.None, LabelMap.Ignore) * weights).Sum()
            : logits.CrossEntropy(targets.Classes, null, Reduction.Sum, LabelMap.Ignore);
        return sum / count;
    });
}

/// <summary>The targets of mixed images: labels that are known, and the teacher's where there are none. int64 <c>[N, H, W]</c>, 255 for pixels that teach
/// nothing, and the weight of each: 1 for known labels, the teacher's trust for its own; null where all weigh 1.</summary>
internal sealed record MixedTargets(Tensor Classes, Tensor? Weights)
{
    /// <summary>Takes the labels that are known, int64 <c>[N, H, W]</c>; the teacher is not asked.</summary>
    public static MixedTargets Known(Tensor labels, Tensor padding) => new(labels.MaskedFill(padding, LabelMap.Ignore), null);

    /// <summary>Takes the labels that are known, and the teacher's classes of the image before mixing, int64 <c>[N, H, W]</c> both, for other pixels of the
    /// target image, with a weight in [0, 1].</summary>
    /// <remarks>Pasted pixels without a label stay without: the teacher saw another image there. Source: DAFormer's <c>dacs.py</c>, which has no labels of
    /// the target.</remarks>
    public static MixedTargets Filled(Tensor labels, Tensor padding, Tensor? pasted, Tensor teacher, Tensor trust)
    {
        using TensorScope scope = TensorScope.Open();
        Tensor open = labels.EqualTo(LabelMap.Ignore).And(padding.Not());
        Tensor asked = pasted is null ? open : open.And(pasted.Not());
        Tensor one = Tensor.Scalar(1, trust.DType, trust.Device);
        return new MixedTargets(
            scope.Keep(Tensor.Where(asked, teacher, labels).MaskedFill(padding, LabelMap.Ignore)),
            scope.Keep(Tensor.Where(asked, trust, one)));
    }
}
