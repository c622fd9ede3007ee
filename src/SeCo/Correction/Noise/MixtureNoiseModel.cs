namespace SeCo.Correction.Noise;

/// <summary>The rules <c>mixture</c> and <c>reference_mixture</c>: one mixture over the losses of all regions (paper section 3.3, after DivideMix and
/// BETA).</summary>
/// <remarks>Degenerate input: no region gives no probability; one region, or losses that are all equal, give 0 (clean), since nothing sets any region apart.
/// With two distinct losses each becomes a component of its own.</remarks>
internal sealed class MixtureNoiseModel(MixtureOptions? mixture = null, NoiseOptions? options = null) : INoiseModel
{
    private const int FewRegions = 100;
    private readonly MixtureOptions _mixture = mixture ?? new MixtureOptions();
    private readonly NoiseOptions _options = options ?? new NoiseOptions();

    public NoiseEstimate Estimate(NoiseInput regions)
    {
        regions.Validate();
        double[] scores = regions.Scores, probabilities = new double[scores.Length];
        ValueScale scale = scores.Length == 0 ? default : ValueScale.UpTo(scores, _mixture.UpperQuantile);
        MixtureFit? fit = null;
        if (!scale.IsEmpty)
        {
            double[] scaled = scale.Apply(scores);
            fit = new MixtureStarts(_mixture).FitBest(scaled);
            probabilities = Array.ConvertAll(scaled, value => _mixture.ProbabilityOf(fit.Mixture, value));
        }

        return Below(_options.NoiseThreshold, probabilities, [new NoiseFit(null, scores.Length, scale, fit)]);
    }

    public string Explain(NoiseInput regions) =>
        $"Rule {OptionsWriter.NameOf(_options.Rule)}: two Gaussians are fitted to the {regions.Signal} of the regions, "
        + "one for the clean and one for the noisy. " + Decision(_options, regions);

    internal static NoiseEstimate Below(double threshold, double[] probabilities, IReadOnlyList<NoiseFit> fits) =>
        new([.. probabilities.Select(p => p < threshold)], probabilities) { Fits = fits };

    internal static string Decision(NoiseOptions options, NoiseInput regions) => string.Create(
        CultureInfo.InvariantCulture,
        $"A region is noisy where the second is responsible for it with a probability of at least {options.NoiseThreshold:F2}; "
        + $"it then takes the classifier's class where that one is surer than {options.CorrectionThreshold:F2}, else it loses its label."
        + $"{(regions.Scores.Length < FewRegions ? " With so few regions the fit says little." : "")}");
}
