using SeCo.Adaptation.Loading;
using SeCo.Adaptation.Losses;
using SeCo.Adaptation.Sampling;
using SeCo.Datasets;
using SeCo.Labels;
using SeCo.Storage;

namespace SeCo.Adaptation.Training;

/// <summary>The class weights of a training: counts the labels of its images, and the answers that they come from.</summary>
internal static class ClassBalance
{
    /// <summary>Computes the weights.</summary>
    /// <param name="images">The labelled images.</param>
    /// <param name="classes">The classes.</param>
    /// <param name="options">The settings.</param>
    /// <param name="cancellationToken">Ends the counting.</param>
    /// <returns>A weight a class; null where the settings ask for none.</returns>
    /// <exception cref="DatasetException">Weights of coverage are wanted, and there are no answers; or labels that cannot be used.</exception>
    public static double[]? WeightsOf(AdaptationOptions options, IReadOnlyList<TrainingImage> images, ClassSet classes, CancellationToken cancellationToken)
    {
        if (!options.ClassBalance.IsEnabled)
        {
            return null;
        }

        TrainingImage[] answered = [.. images.Where(i => i.AnswerPath is not null)];
        if (options.ClassBalance.CoverageExponent > 0 && answered.Length < images.Count)
        {
            throw new DatasetException(
                $"adaptation.class_balance.coverage_exponent compares labels with the model's answers, but {images.Count - answered.Length} of {images.Count} labelled images have none. "
                + "Give dataset.predictions.labels or a model, or set it to 0.");
        }

        double[] labels = Shares(images);
        double[]? answers = answered.Length == images.Count ? Shares([.. answered.Select(i => i with { LabelPath = i.AnswerPath, LabelMap = null })]) : null;
        return ClassWeights.Of(labels, answers, options.ClassBalance);

        double[] Shares(IReadOnlyList<TrainingImage> counted)
        {
            LabelShares shares = LabelShares.Count(counted, new DecodedFiles(classes), classes.Count, options.Workers, cancellationToken);
            return [.. Enumerable.Range(0, classes.Count).Select(c => shares.Of(c))];
        }
    }
}
