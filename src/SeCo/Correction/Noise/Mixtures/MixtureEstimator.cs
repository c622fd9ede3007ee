namespace SeCo.Correction.Noise;

/// <summary>Fits a mixture of two Gaussians by expectation-maximisation, step for step as scikit-learn's <c>GaussianMixture</c> does.</summary>
public sealed class MixtureEstimator
{
    /// <summary>Ten times the machine epsilon, which scikit-learn adds to the size of a component so that an empty one does not divide by zero.</summary>
    private const double Nothing = 10 * 2.220446049250313e-16;

    private readonly MixtureEstimatorOptions _options;

    /// <summary>Creates an estimator.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    public MixtureEstimator(MixtureEstimatorOptions? options = null)
    {
        _options = options ?? new MixtureEstimatorOptions();
        _options.Validate();
    }

    /// <summary>The mixture that a hard split into two groups gives.</summary>
    /// <param name="values">The samples.</param>
    /// <param name="second">For each sample, whether it belongs to the second component.</param>
    public GaussianMixture1D FromSplit(ReadOnlySpan<double> values, ReadOnlySpan<bool> second)
    {
        double[] shares = new double[values.Length];
        for (int i = 0; i < shares.Length; i++)
        {
            shares[i] = second[i] ? 1 : 0;
        }

        return Maximise(values, default, shares, null);
    }

    /// <summary>Fits from a given start.</summary>
    /// <param name="values">The samples, finite; at least one.</param>
    /// <param name="start">The parameters of the first expectation.</param>
    /// <param name="weights">How much each sample counts; empty where all count 1.</param>
    /// <param name="prior">What is known beforehand; null for maximum likelihood.</param>
    public MixtureFit Fit(ReadOnlySpan<double> values, GaussianMixture1D start, ReadOnlySpan<double> weights = default, MixturePrior? prior = null)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentOutOfRangeException.ThrowIfZero(values.Length, nameof(values));
        if (!weights.IsEmpty && weights.Length != values.Length)
        {
            throw new ArgumentException($"{weights.Length} weights for {values.Length} samples.", nameof(weights));
        }

        double[] shares = new double[values.Length];
        GaussianMixture1D mixture = start;
        double bound = double.NegativeInfinity;
        for (int round = 1; round <= _options.MaxRounds; round++)
        {
            double previous = bound;
            bound = Expect(values, weights, mixture, shares, prior);
            mixture = Maximise(values, weights, shares, prior);
            if (Math.Abs(bound - previous) < _options.Tolerance)
            {
                return new MixtureFit(mixture, round, true, bound);
            }
        }

        return new MixtureFit(mixture, _options.MaxRounds, false, bound);
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

    private double Variance(double measured) => _options.AddFloor ? measured + _options.VarianceFloor : Math.Max(measured, _options.VarianceFloor);
}
