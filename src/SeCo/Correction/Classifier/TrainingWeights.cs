using SeCo.Correction.Regions;

namespace SeCo.Correction.Classifier;

/// <summary>How often each region is drawn in training: noisy labels are learnt from the regions that deserve it most.</summary>
/// <remarks>weight = area^a * rank^t * share^s, then each class's weights are divided by the class's sum to the power b. The rank, in (0, 1), is that of the
/// region's mean confidence within its class, the share that of the class among the labelled pixels of its mask. With a = t = s = b = 0 every region is drawn
/// equally often (paper).</remarks>
internal static class TrainingWeights
{
    private const double SmallestClass = 1e-3; // a class is not drawn more than this many times its share, relative to the largest

    /// <summary>Computes the weights of regions; null where all are equal.</summary>
    public static double[]? Of(CorrectionOptions options, RegionRow[] regions)
    {
        bool trusting = options.TrustExponent > 0 && regions.Any(r => !float.IsNaN(r.Confidence));
        if (options.AreaExponent == 0 && options.ShareExponent == 0 && !trusting && options.ClassBalance == 0)
        {
            return null;
        }

        double[] weights = [.. regions.Select(r => Math.Pow(r.Area, options.AreaExponent) * Math.Pow(r.Share, options.ShareExponent))];
        IGrouping<byte, int>[] groups = [.. Enumerable.Range(0, regions.Length).GroupBy(i => regions[i].Class)];
        if (trusting)
        {
            foreach (IGrouping<byte, int> group in groups)
            {
                int[] order = [.. group.OrderBy(i => float.IsNaN(regions[i].Confidence) ? 0 : regions[i].Confidence)];
                for (int place = 0; place < order.Length; place++)
                {
                    weights[order[place]] *= Math.Pow((place + 0.5) / order.Length, options.TrustExponent);
                }
            }
        }

        double[] masses = [.. groups.Select(group => group.Sum(i => weights[i]))];
        double largest = masses.Length == 0 ? 0 : masses.Max();
        for (int g = 0; g < groups.Length; g++)
        {
            double factor = Math.Pow(Math.Max(masses[g], SmallestClass * largest), -options.ClassBalance);
            foreach (int i in groups[g])
            {
                weights[i] *= factor;
            }
        }

        return weights;
    }
}
