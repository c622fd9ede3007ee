namespace SeCo.Adaptation.Losses;

/// <summary>Cross-entropy of mixed images with weighted labels. Source: DAFormer's <c>dacs.py</c>.</summary>
internal static class MixedLoss
{
    /// <summary>The weighted sum over the pixels that teach, divided by a number of pixels; 0 where none teaches.</summary>
    /// <param name="logits"><c>[N, K, H, W]</c>.</param>
    /// <param name="targets">Classes and weights.</param>
    /// <param name="padding">bool <c>[N, H, W]</c>: true where there is no image.</param>
    /// <param name="countsIgnored">Divides by all pixels but padding, as DAFormer does, so that few labels weigh little; else by those with a target.</param>
    /// <returns>A single value; it belongs to the open scope or the caller.</returns>
    public static Tensor Of(Tensor logits, MixedTargets targets, Tensor padding, bool countsIgnored) => TensorScope.Run(() =>
    {
        Tensor count = (countsIgnored ? padding.Not() : targets.Classes.NotEqualTo(LabelMap.Ignore)).Sum().Clamp(minimum: 1);
        Tensor sum = targets.Weights is { } weights
            ? (logits.CrossEntropy(targets.Classes, null, Reduction.None, LabelMap.Ignore) * weights).Sum()
            : logits.CrossEntropy(targets.Classes, null, Reduction.Sum, LabelMap.Ignore);
        return sum / count;
    });
}

/// <summary>The targets of mixed images: labels that are known, and the teacher's where there are none.</summary>
/// <param name="Classes">int64 <c>[N, H, W]</c>: 0…K-1, 255 for pixels that teach nothing.</param>
/// <param name="Weights">Weight of each pixel, <c>[N, H, W]</c>: 1 for known labels, the teacher's trust for its own; null where all weigh 1.</param>
internal sealed record MixedTargets(Tensor Classes, Tensor? Weights)
{
    /// <summary>Takes the labels that are known; the teacher is not asked.</summary>
    /// <param name="labels">int64 <c>[N, H, W]</c>: 0…K-1; all else is no label.</param>
    /// <param name="padding">bool <c>[N, H, W]</c>: where there is no image.</param>
    /// <returns>Tensors of the open scope.</returns>
    public static MixedTargets Known(Tensor labels, Tensor padding) => new(labels.MaskedFill(padding, LabelMap.Ignore), null);

    /// <summary>Takes the labels that are known, and the teacher's for other pixels of the target image.</summary>
    /// <remarks>
    /// Pasted pixels without a label stay without: the teacher saw another image there. Source: DAFormer's <c>dacs.py</c>, which has no labels of the target.
    /// </remarks>
    /// <param name="labels">int64 <c>[N, H, W]</c>: 0…K-1; 255 for no label.</param>
    /// <param name="padding">bool <c>[N, H, W]</c>: where there is no image.</param>
    /// <param name="pasted">bool <c>[N, H, W]</c>: where the pixel is of another image; null for nowhere.</param>
    /// <param name="teacher">The teacher's classes of the image before mixing, int64 <c>[N, H, W]</c>.</param>
    /// <param name="trust">The teacher's weight, a single value in [0, 1].</param>
    /// <returns>Tensors of the open scope.</returns>
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
