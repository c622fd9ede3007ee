namespace SeCo.Labels;

/// <summary>What ground truth says about a region; for reports only.</summary>
/// <param name="Id">The most frequent ground-truth id inside, 255 counted like a class, ties to the lowest id.</param>
/// <param name="Purity">The share of the region's pixels with that id, in per cent, two decimals.</param>
/// <param name="Positive">True where <paramref name="Id"/> is the region's own class.</param>
public sealed record RegionTruth(int Id, double Purity, bool Positive)
{
    /// <summary>The rule of the reference's region files, from a count of ground-truth ids.</summary>
    /// <param name="counts">Pixels inside the region per ground-truth id, <c>[256]</c>.</param>
    /// <param name="area">Pixels of the region.</param>
    /// <param name="categoryId">The region's own class.</param>
    public static RegionTruth FromCounts(ReadOnlySpan<int> counts, long area, int categoryId)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(area);
        int best = 0;
        for (int id = 1; id < counts.Length; id++)
        {
            best = counts[id] > counts[best] ? id : best;
        }

        // Two decimals as NumPy rounds: scale, half to even, scale back.
        double purity = Math.Round((double)counts[best] / area * 100 * 100, MidpointRounding.ToEven) / 100;
        return new RegionTruth(best, purity, best == categoryId);
    }
}
