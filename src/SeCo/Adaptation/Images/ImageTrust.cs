namespace SeCo.Adaptation;

/// <summary>How good an image's labels are: what <see cref="ImageSplit"/> goes by.</summary>
/// <param name="Name">The image's name.</param>
/// <param name="Trust">
/// Trusted area as a share of the image's pixels: the sum over the kept regions of area × (1 − noise probability), a corrected region counting with the
/// classifier's probability of its new class. Where no region has been judged: <paramref name="Coverage"/>. In [0, 1] for regions that do not overlap.
/// </param>
/// <param name="Coverage">Share of pixels with a label, in [0, 1].</param>
/// <param name="PerClass">The same as <paramref name="Trust"/>, of each class alone: what is trusted of it.</param>
public sealed record ImageTrust(string Name, double Trust, double Coverage, IReadOnlyList<double> PerClass)
{
    /// <summary>Measures an image: one pass over its labels and its regions.</summary>
    /// <param name="image">The image, with labels; regions where there are any.</param>
    /// <param name="classes">The class set.</param>
    /// <exception cref="InvalidOperationException">The image has no labels.</exception>
    /// <exception cref="IOException">A file is missing or malformed.</exception>
    public static ImageTrust Measure(TrainingImage image, ClassSet classes)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(classes);
        LabelMap labels = LabelPng.Read(image.LabelPath ?? throw new InvalidOperationException($"{image.Name}: there are no labels to measure."));
        image.LabelMap?.Apply(labels.Pixels);
        double pixels = labels.Pixels.Length;
        double[] labelled = [.. labels.Counts().Take(classes.Count).Select(count => (double)count)], trusted = new double[classes.Count];
        bool isJudged = false;
        if (image.RegionPath is not null)
        {
            foreach (ConnectedRegion region in RegionFile.Read(image.RegionPath, classes, (labels.Width, labels.Height)))
            {
                isJudged |= region.Outcome?.NoiseProbability is not null;
                if (region.Outcome is { Label: int label } outcome && label < classes.Count && Confidence(outcome) is double confidence)
                {
                    trusted[label] += region.Area * confidence;
                }
            }
        }

        double[] perClass = isJudged ? trusted : labelled;
        return new ImageTrust(image.Name, perClass.Sum() / pixels, labelled.Sum() / pixels, [.. perClass.Select(p => p / pixels)]);
    }

    /// <summary>How far the label of a region is trusted, in [0, 1]; null where it has none, or nothing is known.</summary>
    internal static double? Confidence(RegionOutcome outcome) => outcome.Verdict switch
    {
        RegionVerdict.Clean => 1 - outcome.NoiseProbability,
        RegionVerdict.Corrected => outcome.Score, // the noise probability is that of the class it had
        RegionVerdict.Reviewed => 1,
        _ => null,
    };
}
