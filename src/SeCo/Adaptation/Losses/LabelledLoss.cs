namespace SeCo.Adaptation.Losses;

/// <summary>Cross-entropy with labels. A batch without a single label gives 0 and gradients of 0, where a mean over nothing would give NaN.</summary>
internal static class LabelledLoss
{
    /// <summary>The mean over all labelled pixels. Logits are <c>[N, K, H, W]</c>, labels int64 <c>[N, H, W]</c>, 255 for none. Classes may have weights
    /// <c>[K]</c>, of mean 1 over the labelled pixels of the whole set; pixels may count as much as they are trusted, in [0, 1].</summary>
    public static Tensor CrossEntropy(Tensor logits, Tensor labels, Tensor? weights = null, Tensor? trust = null) =>
        TensorScope.Run(() =>
            (trust is null ? logits.CrossEntropy(labels, weights, Reduction.Sum, LabelMap.Ignore)
                : (logits.CrossEntropy(labels, weights, Reduction.None, LabelMap.Ignore) * trust).Sum())
            / labels.NotEqualTo(LabelMap.Ignore).Sum().Clamp(minimum: 1));

    /// <summary>The mean over the hard pixels (online hard example mining): those whose true class has at most a probability (0 for <see
    /// cref="CrossEntropy"/>), or a minimum of the hardest where those are fewer. With fewer labelled pixels than that: over all of them. Which pixels are
    /// hard depends on neither weights nor trust.</summary>
    /// <remarks>Source: UniMatch's <c>ProbOhemCrossEntropy2d</c>, which computes probabilities once more and sorts them all. Here the loss of a pixel, −ln
    /// p, is compared instead of p: the same pixels, because the logarithm keeps the order. Pixels exactly as hard as the last one are kept too, as
    /// there.</remarks>
    public static Tensor OfHardPixels(Tensor logits, Tensor labels, double threshold, int minimum, Tensor? weights = null, Tensor? trust = null)
    {
        if (threshold == 0)
        {
            return CrossEntropy(logits, labels, weights, trust);
        }

        using TensorScope scope = TensorScope.Open();
        Tensor losses = logits.CrossEntropy(labels, null, Reduction.None, LabelMap.Ignore); // [N, H, W]
        Tensor kept = HardPixels(losses.Detach(), labels, -Math.Log(threshold), minimum).To(losses.DType);
        Tensor weighted = weights is null ? losses * kept : losses * (kept * OfPixels(weights, labels));
        return scope.Keep((trust is null ? weighted : weighted * trust).Sum() / kept.Sum().Clamp(minimum: 1));
    }

    /// <summary>The weight of each pixel's class; any number where there is no label.</summary>
    private static Tensor OfPixels(Tensor weights, Tensor labels) =>
        weights.IndexSelect(0, labels.Clamp(maximum: weights.Shape[0] - 1).Flatten()).Reshape([.. labels.Shape]);

    private static Tensor HardPixels(Tensor losses, Tensor labels, double least, int minimum)
    {
        Tensor labelled = labels.NotEqualTo(LabelMap.Ignore);
        Tensor hard = losses.AtLeast(least).And(labelled);
        double[] counts = Tensor.Stack([labelled.Sum(), hard.Sum()]).To(DType.Float64).ToArray<double>(); // one wait for the device, not two
        if (counts[0] < minimum)
        {
            return labelled;
        }

        if (counts[1] >= minimum)
        {
            return hard;
        }

        // Pixels without a label have loss 0, the easiest there is, so that they never push a labelled one out.
        Tensor all = losses.Flatten();
        return losses.AtLeast(all.KthSmallest(checked((int)(all.ElementCount - minimum + 1))).Values).And(labelled);
    }
}
