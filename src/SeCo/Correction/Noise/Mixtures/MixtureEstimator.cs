namespace SeCo.Correction.Noise;

/// <summary>A conjugate prior over a mixture: as if a number of samples of a known mixture, its strength S, had been seen besides the data.</summary>
/// <remarks>Component k of the known mixture (weight w, mean m, variance v) adds S w pseudo-samples, spread as N(m, v): a Dirichlet prior on the weights and
/// a normal-inverse-gamma prior on mean and variance, all of the one strength S. Its expected log-likelihood is added to that of the data, and
/// expectation-maximisation climbs the sum. With no data the known mixture itself comes out.</remarks>
internal sealed record MixturePrior(GaussianMixture1D Mixture, double Strength)
{
    /// <summary>The expected log-likelihood of the pseudo-samples under other parameters, in nats.</summary>
    public double LogDensity(GaussianMixture1D mixture) => Share(Mixture.First, mixture.First) + Share(Mixture.Second, mixture.Second);

    private double Share(GaussianComponent known, GaussianComponent component)
    {
        double distance = component.Mean - known.Mean;

        // The density at the mean, and what the spread of the pseudo-samples takes away from it.
        double spread = ((distance * distance) + known.Variance) / (2 * component.Variance);
        return Strength * known.Weight * (component.LogJoint(component.Mean) - spread);
    }
}

/// <summary>Fits a mixture of two Gaussians by expectation-maximisation, step for step as scikit-learn's <c>GaussianMixture</c> does.</summary>
internal sealed class MixtureEstimator(MixtureOptions options)
{
    /// <summary>Ten times the machine epsilon, which scikit-learn adds to the size of a component so that an empty one does not divide by zero.</summary>
    private const double Nothing = 10 * 2.220446049250313e-16;

    /// <summary>The mixture that a hard split into two groups gives.</summary>
    public GaussianMixture1D FromSplit(ReadOnlySpan<double> values, ReadOnlySpan<bool> second)
    {
        double[] shares = Array.ConvertAll(second.ToArray(), isSecond => isSecond ? 1.0 : 0);
        return Maximise(values, default, shares, null);
    }

    /// <summary>Fits finite samples, at least one, from a given start. Samples may have weights, and something may be known beforehand; else all count 1, and
    /// the likelihood is maximised.</summary>
    public MixtureFit Fit(ReadOnlySpan<double> values, GaussianMixture1D start, ReadOnlySpan<double> weights = default, MixturePrior? prior = null)
    {
        double[] shares = new double[values.Length];
        GaussianMixture1D mixture = start;
        double bound = double.NegativeInfinity;
        for (int round = 1; round <= options.MaxRounds; round++)
        {
            double previous = bound;
            bound = Expect(values, weights, mixture, shares, prior);
            mixture = Maximise(values, weights, shares, prior);
            if (Math.Abs(bound - previous) < options.Tolerance)
            {
                return new MixtureFit(mixture, round, true, bound);
            }
        }

        return new MixtureFit(mixture, options.MaxRounds, false, bound);
    }

    /// <summary>Fills each sample's share in the second component; returns the bound for one sample.</summary>
    private static double Expect(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, GaussianMixture1D mixture, double[] shares, MixturePrior? prior)
    {
        // Constants of both components, so that a sample costs one exponential and one logarithm.
        GaussianComponent first = mixture.First, second = mixture.Second;
        double firstPeak = first.LogJoint(first.Mean), secondPeak = second.LogJoint(second.Mean);
        double firstScale = -0.5 / first.Variance, secondScale = -0.5 / second.Variance;
        double sum = 0, total = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double fromFirst = values[i] - first.Mean, fromSecond = values[i] - second.Mean;
            double a = firstPeak + (fromFirst * fromFirst * firstScale);
            double b = secondPeak + (fromSecond * fromSecond * secondScale);
            double all = GaussianMixture1D.LogSumExp(a, b);
            double weight = weights.IsEmpty ? 1 : weights[i];
            shares[i] = Math.Exp(b - all);
            sum += weight * all;
            total += weight;
        }

        return (sum + (prior?.LogDensity(mixture) ?? 0)) / total;
    }

    private GaussianMixture1D Maximise(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, double[] shares, MixturePrior? prior)
    {
        double firstSize = Nothing, secondSize = Nothing, firstSum = 0, secondSum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double weight = weights.IsEmpty ? 1 : weights[i];
            double second = shares[i] * weight, first = weight - second;
            firstSize += first;
            secondSize += second;
            firstSum += first * values[i];
            secondSum += second * values[i];
        }

        (double firstPseudo, double secondPseudo) = (prior?.Strength * prior?.Mixture.First.Weight ?? 0, prior?.Strength * prior?.Mixture.Second.Weight ?? 0);
        double firstMean = (firstSum + (firstPseudo * (prior?.Mixture.First.Mean ?? 0))) / (firstSize + firstPseudo);
        double secondMean = (secondSum + (secondPseudo * (prior?.Mixture.Second.Mean ?? 0))) / (secondSize + secondPseudo);
        double firstSquares = PseudoSquares(firstPseudo, prior?.Mixture.First, firstMean);
        double secondSquares = PseudoSquares(secondPseudo, prior?.Mixture.Second, secondMean);
        for (int i = 0; i < values.Length; i++)
        {
            double weight = weights.IsEmpty ? 1 : weights[i];
            double second = shares[i] * weight, first = weight - second;
            double fromFirst = values[i] - firstMean, fromSecond = values[i] - secondMean;
            firstSquares += first * fromFirst * fromFirst;
            secondSquares += second * fromSecond * fromSecond;
        }

        firstSize += firstPseudo;
        secondSize += secondPseudo;
        double size = firstSize + secondSize;
        return new GaussianMixture1D(
            new GaussianComponent(firstSize / size, firstMean, Variance(firstSquares / firstSize)),
            new GaussianComponent(secondSize / size, secondMean, Variance(secondSquares / secondSize)));
    }

    private static double PseudoSquares(double pseudo, GaussianComponent? known, double mean) =>
        known is { } component ? pseudo * (((mean - component.Mean) * (mean - component.Mean)) + component.Variance) : 0;

    private double Variance(double measured) => options.AddFloor ? measured + options.VarianceFloor : Math.Max(measured, options.VarianceFloor);
}
