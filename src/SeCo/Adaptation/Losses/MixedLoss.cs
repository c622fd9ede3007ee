using SeCo.Imaging;
using SeCo.Torch;

namespace SeCo.Adaptation.Losses;

/// <summary>Cross-entropy of mixed images with weighted labels. Source: DAFormer's <c>dacs.py</c>.</summary>
internal static class MixedLoss
{
    /// <summary>The weighted sum over the pixels that teach, divided by a number of pixels; 0 where none teaches.</summary>
    /// <param name="logits"><c>[N, K, H, W]</c>.</param>
    /// <param name="targets">Classes and weights.</param>
    /// <param name="padding">bool <c>[N, H, W]</c>: true where there is no image.</param>
    /// <param name="countsIgnored">Divides by all pixels that are no padding, as DAFormer, so that few labels weigh little; else by those that have a target.</param>
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
