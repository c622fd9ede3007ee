using SeCo.Adaptation.Sampling;
using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Labels;
using SeCo.Models;
using SeCo.Storage;

namespace SeCo.Adaptation.Loading;

/// <summary>Chooses the batches of a method.</summary>
internal static class BatchSources
{
    /// <summary>The batches of <see cref="AdaptationOptions.ResolvedMethod"/>.</summary>
    /// <param name="input">The images, as <see cref="Training.InputChecks"/> let them pass: no set that the method needs is empty or without labels.</param>
    /// <param name="options">The settings.</param>
    /// <param name="preprocessing">The student's normalisation of pixels; its input size is not used, but <see cref="ViewOptions.InputWidth"/>.</param>
    /// <param name="classes">The class set whose ids labels may hold.</param>
    /// <param name="seed">Seed of everything random.</param>
    /// <param name="cancellationToken">Ends the preparation.</param>
    /// <remarks>Label files are read here where images are drawn by class or regions are pasted.</remarks>
    /// <exception cref="DatasetException">Labels or regions that cannot be used.</exception>
    public static IBatchSource Create(
        AdaptationInput input, AdaptationOptions options, NetworkPreprocessing preprocessing, ClassSet classes, ulong seed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        cancellationToken.ThrowIfCancellationRequested();
        CropMaker crops = new(new DecodedFiles(classes), options.Views, preprocessing);
        switch (options.ResolvedMethod)
        {
            case AdaptationMethod.UniMatch:
                BatchPlan plan = new(options, Math.Max(input.Labelled.Count, input.Unlabelled.Count), seed);
                return new UniMatchBatches(Labelled(input.Labelled, plan), input.Unlabelled, options.UniMatch.Partner, plan, crops);
            case AdaptationMethod.SelfTraining:
                plan = new BatchPlan(options, input.Labelled.Count, seed);
                return options.SelfTraining.FillGaps
                    ? new SelfTrainingBatches(Labelled(input.Labelled, plan, CropBatch.Padding), plan, crops) { HasOwnColors = true }
                    : new SelfTrainingBatches(Labelled(input.Labelled, plan), plan, crops);
            case AdaptationMethod.MeanTeacher:
                IReadOnlyList<TrainingImage> target = [.. Target(input)];
                plan = new BatchPlan(options, Math.Max(input.Source.Count, target.Count), seed);
                return new MeanTeacherBatches(Labelled(input.Source, plan), target, plan, crops) { MixesClasses = options.MeanTeacher.ClassMix };
            default:
                throw new NotSupportedException($"Method {options.ResolvedMethod} has no batches.");
        }

        LabelledCrops Labelled(IReadOnlyList<TrainingImage> images, BatchPlan plan, byte padding = LabelMap.Ignore)
        {
            LabelShares? shares = null;
            RareClassSampling? rare = options.RareClasses.Enabled ? RareClasses(shares = Count(images), classes, options.RareClasses) : null;
            RegionPaster? paster = null;
            if (options.Paste.Probability > 0)
            {
                // The classes that are rare among the target's labels, which the pool is made of.
                IReadOnlySet<int> minority = RegionPool.Minority(options.Paste, classes, () => images == input.Labelled && shares is not null ? shares : Count(input.Labelled));
                RegionPool pool = RegionPool.Read([.. Target(input)], minority, options.Paste.MinimumPixels, classes, options.Workers, cancellationToken);
                paster = new RegionPaster(pool, crops.Files, options.Paste, options.Views);
            }

            double wanted = options.RareClasses.CropHoldsClass ? options.RareClasses.MinimumShare / 2 : 0;
            return new LabelledCrops(images, plan, crops) { RareClasses = rare, WantedShare = wanted, Paster = paster, Padding = padding };
        }

        LabelShares Count(IReadOnlyList<TrainingImage> images) => LabelShares.Count(images, crops.Files, classes.Count, options.Workers, cancellationToken);
    }

    private static RareClassSampling RareClasses(LabelShares shares, ClassSet classes, RareClassOptions options)
    {
        RareClassSampling rare = new(shares, classes.Count, options);
        return rare.HasClasses
            ? rare
            : throw new DatasetException(
                $"adaptation.rare_classes is enabled, but none of {shares.Images} labelled images has a class with more than {options.MinimumShare} of its pixels. "
                + "Lower rare_classes.minimum_share, or switch rare_classes off.");
    }

    /// <summary>The target's images, each once: those with labels, then the others without the labels that they were refused.</summary>
    private static IEnumerable<TrainingImage> Target(AdaptationInput input)
    {
        HashSet<string> labelled = input.Labelled.Select(image => image.ImagePath).ToHashSet(StringComparer.Ordinal);
        return [.. input.Labelled, .. input.Unlabelled.Where(image => !labelled.Contains(image.ImagePath)).Select(image => image with { LabelPath = null })];
    }
}
