namespace SeCo.Correction.Noise;

/// <summary>Noise as rank within the class, weighed by how unsure the model is of the class as a whole.</summary>
/// <remarks>
/// eta = r * d^p: r in (0, 1) is the region's rank among the regions of its class by noise score, each region counting with its area (0 the least noisy);
/// d in [0, 1] is the class's doubt, 1 minus the model's mean confidence in pixels of the class; p the class exponent. With p = 0 every class
/// keeps the same share, as class-balanced thresholding does; the larger p, the more is taken from doubtful classes. One common limit on eta then keeps
/// the wanted share of the area. This is the class prior that a mixture per class lacks: which share of a class is wrong cannot be seen from
/// losses within the class, but the model's own doubt tells classes apart.
/// </remarks>
public static class ClassDoubtModel
{
    /// <summary>Computes eta for every region.</summary>
    /// <param name="scores">Noise score of each region, larger is noisier.</param>
    /// <param name="classes">The class of each region.</param>
    /// <param name="areas">Pixels of each region.</param>
    /// <param name="doubts">The doubt of each class, in [0, 1], by class id.</param>
    /// <param name="exponent">p, 0 or more.</param>
    public static double[] Estimate(ReadOnlySpan<double> scores, ReadOnlySpan<byte> classes, ReadOnlySpan<int> areas, ReadOnlySpan<double> doubts, double exponent)
    {
        if (classes.Length != scores.Length || areas.Length != scores.Length)
        {
            throw new ArgumentException($"{scores.Length} scores, {classes.Length} classes and {areas.Length} areas: one of each a region is expected.", nameof(scores));
        }

        double[] eta = new double[scores.Length];
        double[] values = scores.ToArray();
        byte[] own = classes.ToArray();
        int[] sizes = areas.ToArray();
        foreach (IGrouping<byte, int> members in Enumerable.Range(0, eta.Length).GroupBy(i => own[i]))
        {
            int[] order = [.. members.OrderBy(i => values[i])];
            double area = order.Sum(i => (double)sizes[i]);
            double doubt = Math.Pow(Math.Clamp(doubts[members.Key], 0, 1), exponent);
            double below = 0;
            foreach (int i in order)
            {
                eta[i] = (below + (0.5 * areas[i])) / area * doubt;
                below += areas[i];
            }
        }

        return eta;
    }

    /// <summary>The limit on eta under which a share of the area lies.</summary>
    /// <param name="eta">Noise of each region.</param>
    /// <param name="areas">Pixels of each region.</param>
    /// <param name="share">The share to keep, in (0, 1].</param>
    /// <returns>The largest eta that is kept.</returns>
    public static double LimitFor(ReadOnlySpan<double> eta, ReadOnlySpan<int> areas, double share)
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
}
