using SeCo.Adaptation.Distributed;
using SeCo.Adaptation.Sampling;

namespace SeCo.Adaptation.Loading;

/// <summary>What a method makes its batches from; no set that it needs is empty. Of the preprocessing the normalisation alone is used: the size is <see
/// cref="ViewOptions.InputWidth"/>.</summary>
internal sealed class BatchInput(
    AdaptationInput images, AdaptationOptions options, NetworkPreprocessing preprocessing, ClassSet classes, ulong seed,
    CancellationToken cancellationToken = default)
{
    public AdaptationInput Images => images;

    public AdaptationOptions Options => options;

    /// <summary>The processes that share each batch.</summary>
    public Ranks Ranks { get; init; } = Ranks.Alone;

    /// <summary>Makes crops of the images.</summary>
    public CropMaker Crops { get; } = new(new ImageCache(classes), options.Views, preprocessing, options.WeighRegions);

    /// <summary>The target's images, each once: those with labels, then the others, without the labels that they were refused.</summary>
    public IReadOnlyList<TrainingImage> Target { get; } = TargetOf(images);

    /// <summary>Numbers steps and parts.</summary>
    public BatchPlan Plan(int largest) => new(options, largest, seed, Ranks);

    /// <summary>Makes the labelled crops, with rare-class sampling and pasting where the settings ask for them; label files are read here for both.</summary>
    /// <exception cref="DatasetException">Labels or regions that cannot be used.</exception>
    public LabelledCrops Labelled(IReadOnlyList<TrainingImage> labelled, BatchPlan plan, byte padding = LabelMap.Ignore)
    {
        LabelShares? shares = null;
        RareClassSampling? rare = null;
        if (options.RareClasses.Enabled)
        {
            shares = Count(labelled);
            rare = new RareClassSampling(shares, classes.Count, options.RareClasses);
            if (!rare.HasClasses)
            {
                throw new DatasetException(
                    $"adaptation.rare_classes is enabled, but none of {shares.Images} labelled images has a class with more than "
                    + $"{options.RareClasses.MinimumShare} of its pixels. Lower rare_classes.minimum_share, or switch rare_classes off.");
            }
        }

        RegionPaster? paster = null;
        if (options.Paste.Probability > 0)
        {
            // The classes that are rare among the target's labels, which the pool is made of.
            IReadOnlySet<int> minority = RegionPool.Minority(
                options.Paste, classes, () => labelled == images.Labelled && shares is not null ? shares : Count(images.Labelled));
            RegionPool pool = RegionPool.Read(Target, minority, options.Paste.MinimumPixels, classes, options.Workers, cancellationToken);
            paster = new RegionPaster(pool, Crops.Files, options.Paste, options.Views);
        }

        double wanted = options.RareClasses.CropHoldsClass ? options.RareClasses.MinimumShare / 2 : 0;
        return new LabelledCrops(labelled, plan, Crops) { RareClasses = rare, WantedShare = wanted, Paster = paster, Padding = padding };
    }

    private static TrainingImage[] TargetOf(AdaptationInput images)
    {
        HashSet<string> labelled = images.Labelled.Select(image => image.ImagePath).ToHashSet(StringComparer.Ordinal);
        return [.. images.Labelled, .. images.Unlabelled.Where(image => !labelled.Contains(image.ImagePath)).Select(image => image with { LabelPath = null })];
    }

    private LabelShares Count(IReadOnlyList<TrainingImage> counted) =>
        LabelShares.Count(counted, Crops.Files.ReadLabels, classes.Count, options.Workers, cancellationToken);
}
