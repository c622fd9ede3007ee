using SeCo.Adaptation.Distributed;

namespace SeCo.Adaptation.Losses;

/// <summary>Cross-entropy with labels. A batch without a single label gives 0 and gradients of 0, where a mean over nothing would give NaN. The batch is that
/// of all processes: the loss of a share is divided by the pixels of the whole, so that the losses of all shares add up.</summary>
internal static class LabelledLoss
{
    /// <summary>The mean over all labelled pixels. Logits are <c>[N, K, H, W]</c>, labels int64 <c>[N, H, W]</c>, 255 for none. Classes may have weights
    /// <c>[K]</c>, of mean 1 over the labelled pixels of the whole set; pixels may count as much as they are trusted, in [0, 1].</summary>
    public static Tensor CrossEntropy(Tensor logits, Tensor labels, Tensor? weights = null, Tensor? trust = null, Ranks? ranks = null) =>
        TensorScope.Run(() =>
            (trust is null ? logits.CrossEntropy(labels, weights, Reduction.Sum, LabelMap.Ignore)
                : (logits.CrossEntropy(labels, weights, Reduction.None, LabelMap.Ignore) * trust).Sum())
            / (ranks ?? Ranks.Alone).Total(labels.NotEqualTo(LabelMap.Ignore).Sum()).Clamp(minimum: 1));

    /// <summary>The mean over the hard pixels (online hard example mining): those whose true class has at most a probability (0 for <see
    /// cref="CrossEntropy"/>), or a minimum of the hardest where those are fewer. With fewer labelled pixels than that: over all of them. Which pixels are
    /// hard depends on neither weights nor trust.</summary>
    /// <remarks>Source: UniMatch's <c>ProbOhemCrossEntropy2d</c>, which computes probabilities once more and sorts them all. Here the loss of a pixel, −ln
    /// p, is compared instead of p: the same pixels, because the logarithm keeps the order. Pixels exactly as hard as the last one are kept too, as
    /// there.</remarks>
    public static Tensor OfHardPixels(
        Tensor logits, Tensor labels, double threshold, int minimum, Tensor? weights = null, Tensor? trust = null, Ranks? ranks = null)
    {
        ranks ??= Ranks.Alone;
        if (threshold == 0)
        {
            return CrossEntropy(logits, labels, weights, trust, ranks);
        }

        using TensorScope scope = TensorScope.Open();
        Tensor losses = logits.CrossEntropy(labels, null, Reduction.None, LabelMap.Ignore); // [N, H, W]
        Tensor kept = HardPixels(losses.Detach(), labels, -Math.Log(threshold), minimum, ranks).To(losses.DType);
        Tensor weighted = weights is null ? losses * kept : losses * (kept * OfPixels(weights, labels));
        return scope.Keep((trust is null ? weighted : weighted * trust).Sum() / ranks.Total(kept.Sum()).Clamp(minimum: 1));
    }

    /// <summary>The weight of each pixel's class; any number where there is no label.</summary>
    private static Tensor OfPixels(Tensor weights, Tensor labels) =>
        weights.IndexSelect(0, labels.Clamp(maximum: weights.Shape[0] - 1).Flatten()).Reshape([.. labels.Shape]);

    private static Tensor HardPixels(Tensor losses, Tensor labels, double least, int minimum, Ranks ranks)
    {
        Tensor labelled = labels.NotEqualTo(LabelMap.Ignore);
        Tensor hard = losses.AtLeast(least).And(labelled);
        double[] counts = Tensor.Stack([labelled.Sum(), hard.Sum()]).To(DType.Float64).ToArray<double>(); // one wait for the device, not two
        ranks.Sum(counts);
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
        Tensor hardest = ranks.Count > 1 ? losses.AtLeast(KthLargest(all, minimum, ranks))
            : losses.AtLeast(all.KthSmallest(checked((int)(all.ElementCount - minimum + 1))).Values);
        return hardest.And(labelled);
    }

    /// <summary>The k-th largest of the numbers of all processes, none of which is below 0, exactly: their bits have the order of the numbers.</summary>
    private static float KthLargest(Tensor own, int k, Ranks ranks)
    {
        (int least, int most) = (0, BitConverter.SingleToInt32Bits(float.PositiveInfinity));
        while (least < most)
        {
            using TensorScope scope = TensorScope.Open();
            int middle = least + ((most - least + 1) / 2);
            double[] count = [own.AtLeast(BitConverter.Int32BitsToSingle(middle)).Sum().Item()];
            ranks.Sum(count);
            (least, most) = count[0] >= k ? (middle, most) : (least, middle - 1);
        }

        return BitConverter.Int32BitsToSingle(least);
    }
}
