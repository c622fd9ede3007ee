namespace SeCo.Adaptation.Losses;

/// <summary>Weights of the classes (<see cref="ClassBalanceOptions"/>).</summary>
internal static class ClassWeights
{
    // A class that is hardly there must not decide a step alone.
    private const double Smallest = 0.1;
    private const double Largest = 10;

    /// <summary>Computes the weights.</summary>
    /// <param name="labels">Share of each class in the labels; the shares sum to 1.</param>
    /// <param name="answers">Share of each class in the answers of the model that the labels come from; null where they are not known.</param>
    /// <param name="options">The exponents.</param>
    /// <returns>A weight a class; their mean over the labelled pixels is 1. A class without labels has 0, as it has no pixel to weigh.</returns>
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
