using System.Globalization;
using SeCo.Configuration;

namespace SeCo.Correction.Noise;

/// <summary>The rules <c>mixture</c> and <c>reference_mixture</c>: one mixture over the losses of all regions (paper section 3.3, after DivideMix and
/// BETA).</summary>
/// <remarks>
/// Degenerate input: no region gives no probability; one region, or losses that are all equal, give 0 (clean), since nothing sets any region apart. With
/// two distinct losses each becomes a component of its own.
/// </remarks>
public sealed class MixtureNoiseModel : INoiseModel
{
    private readonly MixtureOptions _mixture;
    private readonly NoiseOptions _options;

    /// <summary>Creates a model.</summary>
    /// <param name="mixture">How the mixture is fitted; null for the defaults.</param>
    /// <param name="options">The thresholds; null for the paper's.</param>
    public MixtureNoiseModel(MixtureOptions? mixture = null, NoiseOptions? options = null)
    {
        (_mixture, _options) = (mixture ?? new MixtureOptions(), options ?? new NoiseOptions());
        _mixture.Validate();
    }

    /// <inheritdoc/>
    public NoiseEstimate Estimate(NoiseInput regions)
    {
        ArgumentNullException.ThrowIfNull(regions);
        regions.Validate();
        double[] scores = regions.Scores, probabilities = new double[scores.Length];
        ValueScale scale = scores.Length == 0 ? default : ValueScale.Between(scores, _mixture.LowerQuantile, _mixture.UpperQuantile);
        MixtureFit? fit = null;
        if (!scale.IsEmpty)
        {
            double[] scaled = scale.Apply(scores);
            fit = new MixtureStarts(_mixture).FitBest(scaled);
            for (int i = 0; i < scaled.Length; i++)
            {
                probabilities[i] = _mixture.ProbabilityOf(fit.Mixture, scaled[i]);
            }
        }

        return Below(_options.NoiseThreshold, probabilities, [new NoiseFit(null, scores.Length, scale, fit)]);
    }

    /// <inheritdoc/>
    public string Explain(NoiseInput regions)
    {
        ArgumentNullException.ThrowIfNull(regions);
        return $"Rule {OptionsWriter.NameOf(_options.Rule)}: two Gaussians are fitted to the {regions.Signal} of the regions, "
            + "one for the clean and one for the noisy. " + Decision(_options, regions);
    }

    internal static NoiseEstimate Below(double threshold, double[] probabilities, IReadOnlyList<NoiseFit> fits) =>
        new([.. probabilities.Select(p => p < threshold)], probabilities) { Fits = fits };

    internal static string Decision(NoiseOptions options, NoiseInput regions) => string.Create(
        CultureInfo.InvariantCulture,
        $"A region is noisy where the second is responsible for it with a probability of at least {options.NoiseThreshold:F2}; "
        + $"it then takes the classifier's class where that one is surer than {options.CorrectionThreshold:F2}, else it loses its label."
        + $"{(regions.Scores.Length < FewRegions ? " With so few regions the fit says little." : "")}");

    private const int FewRegions = 100;
}
