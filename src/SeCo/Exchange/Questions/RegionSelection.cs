namespace SeCo.Exchange;

/// <summary>The regions that are given out, found by one look at all of them; what is kept of each is its place and its doubt.</summary>
/// <remarks>The most doubtful region has the highest noise probability, then the highest loss, then the most pixels; those without either come last.</remarks>
public sealed class RegionSelection
{
    private readonly RegionSource _source;
    private readonly Dictionary<string, HashSet<int>> _chosen;

    private RegionSelection(RegionSource source, IReadOnlyList<ExchangeImage> images, Dictionary<string, HashSet<int>> chosen, long found)
    {
        (_source, Images, _chosen, Found) = (source, images, chosen, found);
        Count = chosen.Values.Sum(ids => (long)ids.Count);
    }

    /// <summary>The class set.</summary>
    public ClassSet Classes => _source.Classes;

    /// <summary>The images that have at least one region here, the most doubtful first.</summary>
    public IReadOnlyList<ExchangeImage> Images { get; }

    /// <summary>Regions that are given out.</summary>
    public long Count { get; }

    /// <summary>Regions that the verdicts and the size ask for, before the limits.</summary>
    public long Found { get; }

    /// <summary>Chooses.</summary>
    /// <param name="source">The images.</param>
    /// <param name="options">Which regions.</param>
    /// <param name="cancellationToken">Stops between images.</param>
    /// <exception cref="ArgumentException">The options are out of range.</exception>
    /// <exception cref="SeCo.Storage.DatasetException">The name of an image leaves its folder.</exception>
    public static RegionSelection Choose(RegionSource source, RegionSelectionOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        foreach (ExchangeImage image in source.Images)
        {
            ImageName.Checked(image.Name, "export"); // files and entries of archives are named like this
        }

        List<Candidate> candidates = [];
        long found = 0;
        for (int i = 0; i < source.Images.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            List<Candidate> own = [.. source.Read(source.Images[i]).Where(options.Asks).Select(r => Candidate.Of(i, r))];
            found += own.Count;
            own.Sort();
            candidates.AddRange(own.Take(options.LimitPerImage ?? int.MaxValue));
        }

        candidates.Sort();
        Dictionary<string, HashSet<int>> chosen = new(StringComparer.Ordinal);
        List<ExchangeImage> images = [];
        foreach (Candidate candidate in candidates.Take(options.Limit ?? int.MaxValue))
        {
            ExchangeImage image = source.Images[candidate.Image];
            if (!chosen.TryGetValue(image.Name, out HashSet<int>? ids))
            {
                chosen[image.Name] = ids = [];
                images.Add(image);
            }

            ids.Add(candidate.Id);
        }

        return new RegionSelection(source, images, chosen, found);
    }

    /// <summary>The chosen regions of an image, in the order of their file.</summary>
    /// <param name="image">One of <see cref="Images"/>.</param>
    public IReadOnlyList<ConnectedRegion> Regions(ExchangeImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return _chosen.TryGetValue(image.Name, out HashSet<int>? ids) ? [.. _source.Read(image).Where(r => ids.Contains(r.Id))] : [];
    }

    /// <summary>The class that a person is shown a region with: its label, or the class that it came with where it was rejected.</summary>
    /// <param name="region">The region.</param>
    public static int ShownClass(ConnectedRegion region)
    {
        ArgumentNullException.ThrowIfNull(region);
        return region.Outcome?.Label is int label && label != LabelMap.Ignore ? label : region.CategoryId;
    }

    private readonly record struct Candidate(double Noise, double Loss, long Area, int Image, int Id) : IComparable<Candidate>
    {
        public static Candidate Of(int image, ConnectedRegion region) =>
            new(region.Outcome?.NoiseProbability ?? -1, region.Outcome?.Loss ?? -1, region.Area, image, region.Id);

        public int CompareTo(Candidate other) => (-Noise, -Loss, -Area, Image, Id).CompareTo((-other.Noise, -other.Loss, -other.Area, other.Image, other.Id));
    }
}
