namespace SeCo.Adaptation.Losses;

/// <summary>What a network's answer says as labels: the likeliest class of each pixel, and how sure the network is. Nothing of it carries gradients.</summary>
/// <param name="Classes">int64 <c>[N, H, W]</c>, 0…K-1.</param>
/// <param name="Confidences">Largest probability <c>[N, H, W]</c>; null where it is not asked for.</param>
internal sealed record PseudoLabels(Tensor Classes, Tensor? Confidences)
{
    /// <summary>Reads labels off logits.</summary>
    /// <param name="logits"><c>[N, K, H, W]</c>; what autograd recorded of them is not continued.</param>
    /// <param name="withConfidences">Whether confidences are computed, which costs more than the classes.</param>
    /// <returns>Tensors of the open scope.</returns>
    public static PseudoLabels Of(Tensor logits, bool withConfidences)
    {
        using GradMode mode = GradMode.Disable();
        if (!withConfidences)
        {
            return new PseudoLabels(logits.Argmax(1), null);
        }

        (Tensor largest, Tensor classes) = logits.Max(1);
        // The softmax of the largest logit alone: no map of all K probabilities is made.
        return new PseudoLabels(classes, TensorScope.Run(() => (largest - logits.LogSumExp([1])).Exp()));
    }

    /// <summary>The same beyond the end of a scope.</summary>
    public PseudoLabels KeptIn(TensorScope scope) => new(scope.Keep(Classes), Confidences is null ? null : scope.Keep(Confidences));
}
