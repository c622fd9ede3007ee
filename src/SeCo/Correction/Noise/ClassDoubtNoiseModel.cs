namespace SeCo.Correction.Noise;

/// <summary>The rule <c>class_doubt</c>: noise as rank within the class, weighed by how unsure the model is of the class as a whole.</summary>
/// <remarks>eta = r * d^p: r in (0, 1) is the region's rank among the regions of its class by noise score, each region counting with its area (0 the least
/// noisy); d in [0, 1] is the class's doubt, 1 minus the model's mean confidence in pixels of the class; p the class exponent. With p = 0 every class keeps
/// the same share, as class-balanced thresholding does; the larger p, the more is taken from doubtful classes. One common limit on eta then keeps the wanted
/// share of the area. This is the class prior that a mixture per class lacks: which share of a class is wrong cannot be seen from losses within the class,
/// but the model's own doubt tells classes apart.</remarks>
internal sealed class ClassDoubtNoiseModel(NoiseOptions options) : INoiseModel
{
    public NoiseEstimate Estimate(NoiseInput regions)
    {
        regions.Validate();
        if (regions.Areas.Length != regions.Scores.Length)
        {
            throw new ArgumentException($"{regions.Scores.Length} scores and {regions.Areas.Length} areas: one of each a region is expected.",
                nameof(regions));
        }

        double[] eta = Noise(regions);
        double limit = LimitFor(eta, regions.Areas, options.Portion);
        return new NoiseEstimate([.. eta.Select(e => e <= limit)], eta) { Limits = double.IsFinite(limit) ? [("kept_up_to", limit)] : [] };
    }

    public string Explain(NoiseInput regions) => string.Create(
        CultureInfo.InvariantCulture,
        $"Rule class_doubt: a region's noise probability is its rank by noise score among the regions of its class, times the model's doubt in that class. "
        + $"The cleanest share of the area is kept; the limit on the noise probability follows from that. Beyond it a region takes the classifier's class "
        + $"where that one is surer than {options.CorrectionThreshold:F2}, else it loses its label.");

    internal static IEnumerable<string> Faults(NoiseOptions options) => NoiseRuleEntry.FaultsOf(
        (options.Portion is > 0 and <= 1, $"portion is {options.Portion}, expected above 0 and at most 1"),
        (options.PixelWeight is >= 0 and <= 100, $"pixel_weight is {options.PixelWeight}, expected 0 to 100"),
        (options.ClassExponent is >= 0 and <= 10, $"class_exponent is {options.ClassExponent}, expected 0 to 10"));

    /// <summary>The largest eta that is kept, so that a share of the area in (0, 1] lies under it; infinity where there are no regions.</summary>
    internal static double LimitFor(ReadOnlySpan<double> eta, ReadOnlySpan<int> areas, double share)
    {
        double[] sorted = eta.ToArray();
        int[] pixels = areas.ToArray();
        Array.Sort(sorted, pixels);
        double wanted = share * pixels.Sum(p => (double)p), kept = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            kept += pixels[i];
            if (kept >= wanted)
            {
                return sorted[i];
            }
        }

        return double.PositiveInfinity;
    }

    private double[] Noise(NoiseInput regions)
    {
        double[] eta = new double[regions.Scores.Length];
        foreach (IGrouping<byte, int> members in Enumerable.Range(0, eta.Length).GroupBy(i => regions.Classes[i]))
        {
            int[] order = [.. members.OrderBy(i => regions.Scores[i])];
            double area = order.Sum(i => (double)regions.Areas[i]);
            double doubt = Math.Pow(Math.Clamp(regions.ClassDoubts?[members.Key] ?? 1, 0, 1), options.ClassExponent);
            double below = 0;
            foreach (int i in order)
            {
                eta[i] = (below + (0.5 * regions.Areas[i])) / area * doubt;
                below += regions.Areas[i];
            }
        }

        return eta;
    }
}
