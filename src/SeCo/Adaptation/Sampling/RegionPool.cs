using System.Collections.Concurrent;

namespace SeCo.Adaptation.Sampling;

/// <summary>The trusted regions of minority classes, for pasting (paper, section 2.4).</summary>
internal sealed class RegionPool(IReadOnlyList<TrainingImage> images, IEnumerable<PooledRegion> regions)
{
    private readonly PooledRegion[][] _byClass =
        [.. regions.GroupBy(r => r.Class).OrderBy(g => g.Key).Select(g => g.OrderBy(r => r.Image).ThenBy(r => r.Id).ToArray())];

    public IReadOnlyList<TrainingImage> Images => images;

    /// <summary>Reads the regions of minority classes that correction found clean or corrected; their numbers stay in memory.</summary>
    /// <exception cref="DatasetException">A region file cannot be used, or there is no region to paste.</exception>
    public static RegionPool Read(
        IReadOnlyList<TrainingImage> images, IReadOnlySet<int> minority, int minimumPixels, ClassSet classes, int threads, CancellationToken cancellationToken)
    {
        TrainingImage[] withRegions = [.. images.Where(image => image.RegionPath is not null)];
        ConcurrentBag<PooledRegion> found = [];
        ImageBatch.Run("read regions to paste", withRegions.Length, threads, image =>
        {
            foreach (ConnectedRegion region in RegionFile.Read(withRegions[image].RegionPath!, classes))
            {
                if (region.Outcome is { Verdict: RegionVerdict.Clean or RegionVerdict.Corrected or RegionVerdict.Reviewed, Label: { } label }
                    && label != LabelMap.Ignore && minority.Contains(label) && region.Area >= minimumPixels)
                {
                    found.Add(new PooledRegion(image, region.Id, (byte)label));
                }
            }
        }, cancellationToken);
        return found.IsEmpty
            ? throw new DatasetException(
                $"adaptation.paste.probability is above 0, but {withRegions.Length} region files of {images.Count} images hold no trusted region "
                + $"of the classes {string.Join(", ", minority.Order().Select(id => classes.Classes[id].Name))} with at least {minimumPixels} pixels. "
                + "Name other classes in paste.classes, lower paste.minimum_pixels, or set paste.probability to 0.")
            : new RegionPool(withRegions, found);
    }

    /// <summary>The minority classes: those named, or those with little of all labelled pixels, which are counted only then.</summary>
    /// <exception cref="ArgumentException">A name that the class set lacks.</exception>
    public static IReadOnlySet<int> Minority(PasteOptions options, ClassSet classes, Func<LabelShares> shares)
    {
        if (options.Classes.Count > 0)
        {
            return options.Classes.Select(name => IdOf(name, classes)).ToHashSet();
        }

        LabelShares counted = shares();
        return Enumerable.Range(0, classes.Count).Where(c => counted.Of(c) < options.MinorityShare).ToHashSet();
    }

    /// <summary>Draws a class, each as likely as any other, then one of its regions.</summary>
    public PooledRegion Draw(RandomSource random)
    {
        PooledRegion[] regions = _byClass[random.NextInt(_byClass.Length)];
        return regions[random.NextInt(regions.Length)];
    }

    private static int IdOf(string name, ClassSet classes) => classes.Find(name)?.Id ?? throw new ArgumentException(
        $"adaptation.paste.classes: class set '{classes.Name}' has no class '{name}'. {Suggestion.WithAll(name, classes.Classes.Select(c => c.Name))}");
}

/// <summary>A region that can be pasted. Its mask and pixels stay in their files.</summary>
internal readonly record struct PooledRegion(int Image, int Id, byte Class);
