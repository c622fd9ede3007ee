namespace SeCo.Exchange;

/// <summary>Which regions are given out.</summary>
public sealed record RegionSelectionOptions
{
    /// <summary>The verdicts of the regions; empty: all regions.</summary>
    public IReadOnlyList<RegionVerdict> Verdicts { get; init; } = [];

    /// <summary>At most so many regions, the most doubtful first; null: all.</summary>
    public int? Limit { get; init; }

    /// <summary>At most so many regions of one image, the most doubtful first; null: all.</summary>
    public int? LimitPerImage { get; init; }

    /// <summary>Regions with fewer pixels are left out; default 1.</summary>
    public int MinimumPixels { get; init; } = 1;

    /// <summary>Whether a region is asked for by its verdict and size.</summary>
    /// <param name="region">The region.</param>
    public bool Asks(ConnectedRegion region)
    {
        ArgumentNullException.ThrowIfNull(region);
        return region.Area >= MinimumPixels && (Verdicts.Count == 0 || Verdicts.Contains(region.Outcome?.Verdict ?? RegionVerdict.Undecided));
    }

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">All faults together.</exception>
    public void Validate() => OptionFaults.ThrowIfAny(
        "export",
        (Limit is null or >= 1, $"limit is {Limit}, expected 1 or more"),
        (LimitPerImage is null or >= 1, $"limit_per_image is {LimitPerImage}, expected 1 or more"),
        (MinimumPixels >= 1, $"minimum_pixels is {MinimumPixels}, expected 1 or more"));
}
