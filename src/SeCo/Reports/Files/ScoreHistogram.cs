namespace SeCo.Reports;

/// <summary>Numbers of regions by a score (<c>loss</c>, <c>score</c>, <c>noise_probability</c>), for each verdict, of a class or of all; the first bin holds
/// the regions below it too, the last one those above.</summary>
internal sealed record ScoreHistogram(string Of, int? Class, double Low, double High, long[][] Counts)
{
    public long Total => Counts.Sum(c => c.Sum());

    public int Bins => Counts.Max(c => c.Length);

    /// <summary>Where a bin begins, and the one before ends.</summary>
    public double Edge(int bin) => Low + (bin * ((High - Low) / Bins));

    /// <summary>Regions of a verdict in a bin.</summary>
    public long Count(int verdict, int bin) => bin < Counts[verdict].Length ? Counts[verdict][bin] : 0;

    /// <summary>A histogram as the stage kept it.</summary>
    public static ScoreHistogram From(NoiseHistogramRecord stored)
    {
        return new ScoreHistogram(stored.Of, stored.Class, stored.Low, stored.High, [Read(stored.Clean), Read(stored.Corrected), Read(stored.Rejected)]);

        // No number of regions that could be; sums of these stay numbers.
        static long[] Read(IReadOnlyList<long> counts) => [.. counts.Select(n => Math.Clamp(n, 0, int.MaxValue))];
    }
}

/// <summary>The curves of two Gaussians over a score that was scaled to [0, 1].</summary>
internal static class MixtureCurves
{
    /// <summary>Weight times density of a component at a scaled score.</summary>
    public static double Density(this NoiseMixtureRecord mixture, int component, double at)
    {
        (double weight, double mean, double stored) = mixture.Components![component];
        double variance = Math.Max(stored, 1e-12);
        return weight * Math.Exp(-0.5 * (at - mean) * (at - mean) / variance) / Math.Sqrt(2 * Math.PI * variance);
    }

    /// <summary>The scaled score between the means, or above, from which the noise probability is at least a threshold; null where it never is.</summary>
    public static double? Reaches(this NoiseMixtureRecord mixture, double threshold)
    {
        const int Steps = 2000;
        if (mixture.Components is not [NoiseComponentRecord first, _])
        {
            return null;
        }

        double low = Math.Clamp(first.Mean, 0, 1);
        foreach (double at in Enumerable.Range(0, Steps + 1).Select(i => low + ((1 - low) * i / Steps)))
        {
            double clean = mixture.Density(0, at), noisy = mixture.Density(1, at);
            if (noisy > 0 && noisy / (clean + noisy) >= threshold)
            {
                return at;
            }
        }

        return null;
    }
}
