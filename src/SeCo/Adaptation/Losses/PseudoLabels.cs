namespace SeCo.Adaptation.Losses;

/// <summary>What a network's answer says as labels: the likeliest class of each pixel, int64 <c>[N, H, W]</c>, and its probability where that is asked for.
/// Nothing of it carries gradients.</summary>
internal sealed record PseudoLabels(Tensor Classes, Tensor? Confidences)
{
    /// <summary>Reads labels off logits <c>[N, K, H, W]</c>: tensors of the open scope. Confidences cost more than the classes.</summary>
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
