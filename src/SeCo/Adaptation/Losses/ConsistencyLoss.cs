using SeCo.Adaptation.Distributed;

namespace SeCo.Adaptation.Losses;

/// <summary>Cross-entropy of one view with what the network says of another, where it is sure. Numbers of pixels are those of all processes' shares of the
/// batch. Source: UniMatch's <c>unimatch.py</c>.</summary>
internal static class ConsistencyLoss
{
    /// <summary>The sum, over the pixels whose confidence is at least the threshold (0 for all), divided by the number of pixels that are no padding; 0 where
    /// all is padding. From logits <c>[N, K, H, W]</c> and bool <c>[N, H, W]</c>.</summary>
    public static Tensor Of(Tensor logits, PseudoLabels labels, Tensor padding, double threshold, Ranks? ranks = null) => TensorScope.Run(() =>
    {
        Tensor targets = labels.Classes.MaskedFill(Teaches(labels, padding, threshold).Not(), LabelMap.Ignore);
        return logits.CrossEntropy(targets, null, Reduction.Sum, LabelMap.Ignore) / (ranks ?? Ranks.Alone).Total(padding.Not().Sum()).Clamp(minimum: 1);
    });

    /// <summary>The share of the pixels which teach among those that are no padding; 0 where all is padding.</summary>
    public static Tensor TeachingShare(PseudoLabels labels, Tensor padding, double threshold, Ranks? ranks = null) => TensorScope.Run(() =>
    {
        ranks ??= Ranks.Alone;
        return ranks.Total(Teaches(labels, padding, threshold).Sum()).To(DType.Float32) / ranks.Total(padding.Not().Sum()).Clamp(minimum: 1);
    });

    private static Tensor Teaches(PseudoLabels labels, Tensor padding, double threshold)
    {
        Tensor seen = padding.Not();
        if (threshold <= 0)
        {
            return seen;
        }

        Tensor confidences = labels.Confidences ?? throw new ArgumentException("A threshold above 0 needs confidences.", nameof(labels));
        return confidences.AtLeast(threshold).And(seen);
    }
}
