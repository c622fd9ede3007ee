namespace SeCo.Correction.Noise;

/// <summary>One mixture for each class, with a prior pooled over classes: beyond the paper, whose authors name the missing class balance as a weakness.</summary>
/// <remarks>
/// Losses of each class are scaled towards the range of the class; one mixture is fitted to all of them together; each class with enough
/// regions then gets its own by maximum a posteriori expectation-maximisation, with the pooled mixture as <see cref="MixturePrior"/>. Losses that
/// are equal everywhere count as clean.
/// </remarks>
public sealed class ClassBalancedNoiseModel : INoiseModel
{
    private readonly ClassBalancedNoiseOptions _options;

    /// <summary>Creates a model.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    public ClassBalancedNoiseModel(ClassBalancedNoiseOptions? options = null)
    {
        _options = options ?? new ClassBalancedNoiseOptions();
        _options.Validate();
    }

    /// <inheritdoc/>
    public NoiseEstimate Estimate(ReadOnlySpan<double> losses, ReadOnlySpan<byte> classes)
    {
        NoiseInput.Check(losses, classes);
        NoiseModelOptions mixture = _options.Mixture;
        double[] probabilities = new double[losses.Length];
        ValueScale all = losses.IsEmpty ? default : ValueScale.Between(losses, mixture.LowerQuantile, mixture.UpperQuantile);
        if (all.IsEmpty)
        {
            return new NoiseEstimate(probabilities, [new NoiseFit(null, losses.Length, all, null)]);
        }

        ClassGroup[] groups = Group(losses, classes, all);
        MixtureFit pooled = Pool(groups, losses.Length);
        List<NoiseFit> fits = [new NoiseFit(null, losses.Length, all, pooled)];
        MixtureEstimator estimator = new(mixture.Estimator);
        foreach (ClassGroup group in groups)
        {
            MixtureFit fit = pooled;
            if (group.Members.Length >= _options.MinimumRegions)
            {
                MixturePrior? prior = _options.PriorStrength > 0 ? new MixturePrior(pooled.Mixture, _options.PriorStrength) : null;
                fit = estimator.Fit(group.Scaled, pooled.Mixture, default, prior);
                fits.Add(new NoiseFit(group.Class, group.Members.Length, group.Scale, fit));
            }

            for (int i = 0; i < group.Members.Length; i++)
            {
                double value = group.Scaled[i];
                probabilities[group.Members[i]] = mixture.Monotonic ? fit.Mixture.MonotonicNoiseProbability(value) : fit.Mixture.NoiseProbability(value);
            }
        }

        return new NoiseEstimate(probabilities, fits);
    }

    private ClassGroup[] Group(ReadOnlySpan<double> losses, ReadOnlySpan<byte> classes, ValueScale all)
    {
        List<int>?[] members = new List<int>?[256];
        for (int i = 0; i < classes.Length; i++)
        {
            (members[classes[i]] ??= []).Add(i);
        }

        List<ClassGroup> groups = [];
        for (int id = 0; id < members.Length; id++)
        {
            if (members[id] is { } own)
            {
                double[] values = new double[own.Count];
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = losses[own[i]];
                }

                ValueScale scale = Scale(values, all);
                groups.Add(new ClassGroup((byte)id, [.. own], scale, scale.Apply(values)));
            }
        }

        return [.. groups];
    }

    private ValueScale Scale(double[] values, ValueScale all)
    {
        ValueScale own = ValueScale.Between(values, _options.Mixture.LowerQuantile, _options.Mixture.UpperQuantile);
        double share = own.IsEmpty ? 0 : _options.ClassScaling * values.Length / (values.Length + _options.PriorStrength);
        return new ValueScale(all.Low + (share * (own.Low - all.Low)), all.High + (share * (own.High - all.High)));
    }

    private MixtureFit Pool(ClassGroup[] groups, int count)
    {
        double[] values = new double[count];
        double[] weights = new double[count];
        int at = 0;
        foreach (ClassGroup group in groups)
        {
            group.Scaled.CopyTo(values, at);
            Array.Fill(weights, Math.Pow(group.Members.Length, -_options.PoolBalance), at, group.Members.Length);
            at += group.Members.Length;
        }

        return new MixtureStarts(_options.Mixture).FitBest(values, weights);
    }

    private sealed record ClassGroup(byte Class, int[] Members, ValueScale Scale, double[] Scaled);
}
