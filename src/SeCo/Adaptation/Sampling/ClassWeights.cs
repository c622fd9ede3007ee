namespace SeCo.Adaptation.Sampling;

/// <summary>Weights of the classes in the labelled loss (<see cref="ClassBalanceOptions"/>).</summary>
internal static class ClassWeights
{
    // A class that is hardly there must not decide a step alone.
    private const double Smallest = 0.1;
    private const double Largest = 10;

    /// <summary>Counts the labels of a training's images, and the answers that they come from, and computes the weights; null where the settings ask for
    /// none.</summary>
    /// <exception cref="DatasetException">Weights of coverage are wanted, and there are no answers; or labels that cannot be used.</exception>
    public static double[]? Of(
        AdaptationOptions options, IReadOnlyList<TrainingImage> images, ClassSet classes, Func<TrainingImage, LabelMap> read,
        CancellationToken cancellationToken)
    {
        if (!options.ClassBalance.IsEnabled)
        {
            return null;
        }

        TrainingImage[] answered = [.. images.Where(i => i.AnswerPath is not null)];
        if (options.ClassBalance.CoverageExponent > 0 && answered.Length < images.Count)
        {
            throw new DatasetException(
                $"adaptation.class_balance.coverage_exponent compares labels with the model's answers, but {images.Count - answered.Length} of "
                + $"{images.Count} labelled images have none. Give dataset.predictions.labels or a model, or set it to 0.");
        }

        double[] labels = Shares(images);
        double[]? answers = answered.Length == images.Count ? Shares([.. answered.Select(i => i with { LabelPath = i.AnswerPath, LabelMap = null })]) : null;
        return Of(labels, answers, options.ClassBalance);

        double[] Shares(IReadOnlyList<TrainingImage> counted)
        {
            LabelShares shares = LabelShares.Count(counted, read, classes.Count, options.Workers, cancellationToken);
            return [.. Enumerable.Range(0, classes.Count).Select(c => shares.Of(c))];
        }
    }

    /// <summary>Computes the weights, a class each, from the classes' shares in the labels and in the answers of the model that these come from; null where
    /// unknown. Their mean over the labelled pixels is 1; a class without labels, which has no pixel to weigh, has 0.</summary>
    public static double[] Of(IReadOnlyList<double> labels, IReadOnlyList<double>? answers, ClassBalanceOptions options)
    {
        IReadOnlyList<double> shares = answers ?? labels;
        double[] weights = new double[labels.Count];
        for (int c = 0; c < weights.Length; c++)
        {
            if (labels[c] > 0 && shares[c] > 0)
            {
                double rarity = Math.Pow(shares[c] * weights.Length, -options.Exponent);
                double coverage = Math.Pow(shares[c] / labels[c], options.CoverageExponent);
                weights[c] = Math.Clamp(rarity, Smallest, Largest) * Math.Clamp(coverage, Smallest, Largest);
            }
            else if (labels[c] > 0)
            {
                weights[c] = 1; // corrections made labels of a class that the model never answers
            }
        }

        double mean = weights.Zip(labels, (w, share) => w * share).Sum();
        return mean > 0 ? [.. weights.Select(w => w / mean)] : weights;
    }
}
