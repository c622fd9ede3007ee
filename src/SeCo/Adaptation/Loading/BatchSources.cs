using SeCo.Datasets;
using SeCo.Labels;
using SeCo.Models;

namespace SeCo.Adaptation.Loading;

/// <summary>Chooses the batches of a method.</summary>
internal static class BatchSources
{
    /// <summary>The batches of <see cref="AdaptationOptions.ResolvedMethod"/>.</summary>
    /// <param name="input">The images.</param>
    /// <param name="options">The settings.</param>
    /// <param name="preprocessing">The student's normalisation of pixels; its input size is not used, but <see cref="ViewOptions.InputWidth"/>.</param>
    /// <param name="classes">The class set whose ids labels may hold.</param>
    /// <param name="seed">Seed of everything random.</param>
    /// <param name="cancellationToken">Ends the preparation.</param>
    /// <exception cref="DatasetException">A set that the method needs is empty, or an image of the labelled set has no labels.</exception>
    public static IBatchSource Create(
        AdaptationInput input, AdaptationOptions options, NetworkPreprocessing preprocessing, ClassSet classes, ulong seed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        cancellationToken.ThrowIfCancellationRequested();
        RequireLabels(input.Labelled, "The labelled set");
        CropMaker crops = new(new DecodedFiles(classes), options.Views, preprocessing);
        switch (options.ResolvedMethod)
        {
            case AdaptationMethod.UniMatch:
                Require(input.Unlabelled, "The unlabelled set", "UniMatch learns from both: lower split.portion, or set split.unlabelled_from_all");
                BatchPlan plan = new(options, Math.Max(input.Labelled.Count, input.Unlabelled.Count), seed);
                return new UniMatchBatches(new LabelledCrops(input.Labelled, plan, crops), input.Unlabelled, options.UniMatch.Partner, plan, crops);
            case AdaptationMethod.SelfTraining:
                plan = new BatchPlan(options, input.Labelled.Count, seed);
                return new SelfTrainingBatches(new LabelledCrops(input.Labelled, plan, crops), plan);
            default:
                throw new NotSupportedException($"Method {options.ResolvedMethod} has no batches.");
        }
    }

    private static void Require(IReadOnlyList<TrainingImage> images, string what, string remedy)
    {
        if (images.Count == 0)
        {
            throw new DatasetException($"{what} is empty, expected at least one image. {remedy}.");
        }
    }

    private static void RequireLabels(IReadOnlyList<TrainingImage> images, string what)
    {
        Require(images, what, "Give images with labels");
        string[] faults = [.. images.Where(image => image.LabelPath is null).Select(image => $"{image.Name}: no label file")];
        if (faults.Length > 0)
        {
            throw new DatasetException($"{what} has images without labels:", faults);
        }
    }
}
