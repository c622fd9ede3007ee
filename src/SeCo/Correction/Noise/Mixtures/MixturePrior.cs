namespace SeCo.Correction.Noise;

/// <summary>A conjugate prior over a mixture: as if this many samples of a known mixture had been seen besides the data.</summary>
/// <remarks>
/// Component k of the known mixture (weight w, mean m, variance v) adds S w pseudo-samples, spread as N(m, v): a Dirichlet prior on the weights and
/// a normal-inverse-gamma prior on mean and variance, all of the one strength S. Its expected log-likelihood is added to that of the data, and
/// expectation-maximisation climbs the sum. With no data the known mixture itself comes out.
/// </remarks>
/// <param name="Mixture">The known mixture.</param>
/// <param name="Strength">S, in samples; above 0.</param>
public sealed record MixturePrior(GaussianMixture1D Mixture, double Strength)
{
    /// <summary>The expected log-likelihood of the pseudo-samples under other parameters, in nats.</summary>
    public double LogDensity(GaussianMixture1D mixture)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        return Share(Mixture.First, mixture.First) + Share(Mixture.Second, mixture.Second);
    }

    private double Share(GaussianComponent known, GaussianComponent component)
    {
        double distance = component.Mean - known.Mean;
        // The density at the mean, and what the spread of the pseudo-samples takes away from it.
        double spread = ((distance * distance) + known.Variance) / (2 * component.Variance);
        return Strength * known.Weight * (component.LogJoint(component.Mean) - spread);
    }
}
