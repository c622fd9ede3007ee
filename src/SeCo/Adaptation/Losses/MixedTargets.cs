using SeCo.Imaging;
using SeCo.Torch;

namespace SeCo.Adaptation.Losses;

/// <summary>What a mixed image shall be: labels that are known, and the teacher's where there are none.</summary>
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
