using SeCo.RunFiles;

namespace SeCo.Reports;

/// <summary>The noise model of a run, as <c>noise-model.json</c> has it.</summary>
/// <param name="Rule">The rule, as settings name it.</param>
/// <param name="Explanation">What the rule does and decides; null in files of older programs.</param>
/// <param name="NoiseThreshold">The noise probability from which a region is noisy.</param>
/// <param name="CorrectionThreshold">The classifier's probability above which a noisy region takes its class.</param>
/// <param name="Mixtures">The mixtures, over all regions first.</param>
/// <param name="Histograms">What the rule looked at, over all regions first.</param>
/// <param name="Limits">Named limits of the rule, on the axis of the histogram over all regions.</param>
internal sealed record NoiseModelReader(
    string Rule,
    string? Explanation,
    double? NoiseThreshold,
    double? CorrectionThreshold,
    IReadOnlyList<StoredMixture> Mixtures,
    IReadOnlyList<ScoreHistogram> Histograms,
    IReadOnlyList<(string Name, double At)> Limits)
{
    /// <summary>Reads the file; null where there is none.</summary>
    public static NoiseModelReader? Read(string path, ICollection<string> notes) => RunFileKinds.NoiseModel.ReadIfUsable(path, notes) is { } stored
        ? new NoiseModelReader(
            stored.Rule, stored.Explanation, stored.NoiseThreshold, stored.CorrectionThreshold,
            [.. stored.Mixtures.Select(StoredMixture.Of)],
            [.. stored.Histograms.Select(h => new ScoreHistogram(h.Of, h.Class, h.Low, h.High, [Counts(h.Clean), Counts(h.Corrected), Counts(h.Rejected)]))],
            [.. stored.Limits.Select(l => (l.Key.Replace('_', ' '), l.Value))])
        : null;

    // No number of regions that could be; sums of these stay numbers.
    private static long[] Counts(IReadOnlyList<long> stored) => [.. stored.Select(n => Math.Clamp(n, 0, int.MaxValue))];
}

/// <summary>Two Gaussians over a score that was scaled to [0, 1].</summary>
/// <param name="Class">The class; null for all.</param>
/// <param name="Regions">Regions that it was fitted to.</param>
/// <param name="Low">The score that became 0.</param>
/// <param name="High">The score that became 1.</param>
/// <param name="Components">Weight, mean and variance: of clean regions, then of noisy ones; empty where scores did not differ.</param>
internal sealed record StoredMixture(int? Class, long Regions, double Low, double High,
    IReadOnlyList<(double Weight, double Mean, double Variance)> Components)
{
    /// <summary>A mixture as it was stored.</summary>
    public static StoredMixture Of(NoiseMixtureRecord stored) => new(
        stored.Class, stored.Regions, stored.Low, stored.High, [.. stored.Components?.Select(c => (c.Weight, c.Mean, Math.Max(c.Variance, 1e-12))) ?? []]);

    /// <summary>Weight times density of a component at a scaled score.</summary>
    public double Density(int component, double at)
    {
        (double weight, double mean, double variance) = Components[component];
        return weight * Math.Exp(-0.5 * (at - mean) * (at - mean) / variance) / Math.Sqrt(2 * Math.PI * variance);
    }

    /// <summary>The scaled score between the means, or above, from which the noise probability is at least a threshold; null where it never is.</summary>
    public double? Reaches(double threshold)
    {
        const int Steps = 2000;
        for (int i = 0; i <= Steps && Components.Count == 2; i++)
        {
            double at = Math.Clamp(Components[0].Mean, 0, 1) + ((1 - Math.Clamp(Components[0].Mean, 0, 1)) * i / Steps);
            double clean = Density(0, at), noisy = Density(1, at);
            if (noisy > 0 && noisy / (clean + noisy) >= threshold)
            {
                return at;
            }
        }

        return null;
    }
}

/// <summary>Numbers of regions by a score, for each verdict.</summary>
/// <param name="Of">What the score is: <c>loss</c>, <c>score</c>, <c>noise_probability</c>.</param>
/// <param name="Class">The class; null for all.</param>
/// <param name="Low">Where the first bin begins; regions below it are in the first bin.</param>
/// <param name="High">Where the last bin ends; regions above it are in the last bin.</param>
/// <param name="Counts">Bins of clean, corrected and rejected regions.</param>
internal sealed record ScoreHistogram(string Of, int? Class, double Low, double High, long[][] Counts)
{
    /// <summary>All regions.</summary>
    public long Total => Counts.Sum(c => c.Sum());

    /// <summary>Bins.</summary>
    public int Bins => Counts.Max(c => c.Length);
}
