namespace SeCo.Correction.Noise;

/// <summary>The rule <c>class_balanced</c>: one mixture for each class, with a prior pooled over classes. Beyond the paper, whose authors name the missing
/// class balance as a weakness.</summary>
/// <remarks>Losses of each class are scaled towards the range of the class; one mixture is fitted to all of them together; each class with enough regions
/// then gets its own by maximum a posteriori expectation-maximisation, with the pooled mixture as <see cref="MixturePrior"/>. Losses that are equal
/// everywhere count as clean.</remarks>
internal sealed class ClassBalancedNoiseModel(NoiseOptions? options = null) : INoiseModel
{
    /// <summary>Classes with fewer regions are judged by the pooled mixture.</summary>
    private const int MinimumRegions = 10;

    /// <summary>How classes weigh in the pooled mixture: a class of n regions weighs n to the power of 1 minus this. 0 would count regions, 1
    /// classes.</summary>
    private const double PoolBalance = 0.5;

    private static readonly MixtureOptions Mixture = new();

    private readonly NoiseOptions _options = options ?? new NoiseOptions { Rule = NoiseRule.ClassBalanced };

    public NoiseEstimate Estimate(NoiseInput regions)
    {
        regions.Validate();
        double[] losses = regions.Scores, probabilities = new double[losses.Length];
        ValueScale all = losses.Length == 0 ? default : ValueScale.UpTo(losses, Mixture.UpperQuantile);
        if (all.IsEmpty)
        {
            return MixtureNoiseModel.Below(_options.NoiseThreshold, probabilities, [new NoiseFit(null, losses.Length, all, null)]);
        }

        ClassGroup[] groups = Group(losses, regions.Classes, all);
        MixtureFit pooled = Pool(groups);
        List<NoiseFit> fits = [new NoiseFit(null, losses.Length, all, pooled)];
        MixtureEstimator estimator = new(Mixture);
        foreach (ClassGroup group in groups)
        {
            MixtureFit fit = pooled;
            if (group.Members.Length >= MinimumRegions)
            {
                MixturePrior? prior = _options.PriorStrength > 0 ? new MixturePrior(pooled.Mixture, _options.PriorStrength) : null;
                fit = estimator.Fit(group.Scaled, pooled.Mixture, default, prior);
                fits.Add(new NoiseFit(group.Class, group.Members.Length, group.Scale, fit));
            }

            for (int i = 0; i < group.Members.Length; i++)
            {
                probabilities[group.Members[i]] = Mixture.ProbabilityOf(fit.Mixture, group.Scaled[i]);
            }
        }

        return MixtureNoiseModel.Below(_options.NoiseThreshold, probabilities, fits);
    }

    public string Explain(NoiseInput regions) =>
        $"Rule class_balanced: two Gaussians, one for the clean and one for the noisy, are fitted to the {regions.Signal} of all regions, "
        + $"and, drawn towards these, to those of each class that has enough regions. {MixtureNoiseModel.Decision(_options, regions)} "
        + "The fit of its own class decides where there is one, so the chart of all regions shows the common fit only.";

    internal static IEnumerable<string> Faults(NoiseOptions options) => NoiseRuleEntry.FaultsOf(
        (options.PriorStrength is >= 0 and <= 1e9, $"prior_strength is {options.PriorStrength}, expected 0 or more"),
        (options.ClassScaling is >= 0 and <= 1, $"class_scaling is {options.ClassScaling}, expected 0 to 1"));

    private ClassGroup[] Group(double[] losses, byte[] classes, ValueScale all) =>
    [
        .. Enumerable.Range(0, losses.Length).GroupBy(i => classes[i]).OrderBy(group => group.Key).Select(group =>
        {
            double[] values = [.. group.Select(i => losses[i])];
            ValueScale scale = Scale(values, all);
            return new ClassGroup(group.Key, [.. group], scale, scale.Apply(values));
        }),
    ];

    private ValueScale Scale(double[] values, ValueScale all)
    {
        ValueScale own = ValueScale.UpTo(values, Mixture.UpperQuantile);
        double share = own.IsEmpty ? 0 : _options.ClassScaling * values.Length / (values.Length + _options.PriorStrength);
        return new ValueScale(all.Low + (share * (own.Low - all.Low)), all.High + (share * (own.High - all.High)));
    }

    private static MixtureFit Pool(ClassGroup[] groups)
    {
        double[] values = [.. groups.SelectMany(group => group.Scaled)];
        double[] weights = [.. groups.SelectMany(group => Enumerable.Repeat(Math.Pow(group.Members.Length, -PoolBalance), group.Members.Length))];
        return new MixtureStarts(Mixture).FitBest(values, weights);
    }

    private sealed record ClassGroup(byte Class, int[] Members, ValueScale Scale, double[] Scaled);
}
