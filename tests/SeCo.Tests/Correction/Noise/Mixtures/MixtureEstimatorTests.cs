using System.Text.Json.Nodes;
using FsCheck.Xunit;
using SeCo.Correction.Noise;
using Xunit;

namespace SeCo.Tests.Correction.Noise;

public sealed class MixtureEstimatorTests
{
    [Theory]
    [InlineData("short", 10, 1e-2, 1e-9)]
    [InlineData("capped", 3, 1e-9, 1e-9)]
    [InlineData("long", 200, 1e-6, 1e-7)]
    public void Follows_scikit_learn_round_for_round(string run, int rounds, double tolerance, double within)
    {
        GoldenMixtures golden = new();
        MixtureEstimator estimator = new(new MixtureOptions { MaxRounds = rounds, Tolerance = tolerance, AddFloor = true });
        int cases = 0;
        foreach (JsonNode item in golden.Cases.Where(item => item["error"] is null))
        {
            double[] scaled = golden.Scaled(item);
            JsonNode expected = item[run]!;

            MixtureFit fit = estimator.Fit(scaled, GoldenMixtures.Mixture(item["init"]!));

            AssertClose(GoldenMixtures.Mixture(expected), fit.Mixture, within);
            Assert.Equal((int)expected["n_iter"]!, fit.Rounds);
            Assert.Equal((bool)expected["converged"]!, fit.Converged);
            Assert.Equal((double)expected["lower_bound"]!, fit.LowerBound, within * 10);
            Assert.Equal((int)expected["larger"]!, fit.Mixture.Noisy == fit.Mixture.First ? 0 : 1);
            double[] probabilities = [.. scaled.Select(fit.Mixture.NoiseProbability)];
            Assert.Equal((int)expected["noisy_060"]!, probabilities.Count(p => p > 0.60));
            if (run != "capped")
            {
                double[] golden060 = golden.Array(item, run);
                Assert.All(Enumerable.Range(0, scaled.Length), i => Assert.Equal(golden060[i], probabilities[i], within * 100));
            }

            cases++;
        }

        Assert.Equal(13, cases);
    }

    [Fact]
    public void A_hard_split_gives_the_moments_of_both_groups()
    {
        MixtureEstimator estimator = new(MixtureOptions.Reference);

        GaussianMixture1D mixture = estimator.FromSplit([0, 0.2, 1], [false, false, true]);

        AssertClose(new GaussianMixture1D(new(2 / 3.0, 0.1, 0.0105), new(1 / 3.0, 1, 0.0005)), mixture, 1e-12);
    }

    [Fact]
    public void Without_data_to_speak_of_the_prior_comes_out()
    {
        GaussianMixture1D known = new(new(0.7, 0.1, 0.01), new(0.3, 0.8, 0.04));

        MixtureFit fit = new MixtureEstimator(new MixtureOptions()).Fit([0.5], known, [1e-12], new MixturePrior(known, 10));

        AssertClose(known, fit.Mixture, 1e-9);
    }

    [Fact]
    public void A_weight_of_two_is_the_sample_twice()
    {
        GaussianMixture1D start = new(new(0.5, 0.1, 0.01), new(0.5, 0.8, 0.04));
        MixtureEstimator estimator = new(new MixtureOptions());

        MixtureFit weighted = estimator.Fit([0.1, 0.2, 0.7, 0.9], start, [1, 2, 1, 2]);
        MixtureFit repeated = estimator.Fit([0.1, 0.2, 0.2, 0.7, 0.9, 0.9], start);

        AssertClose(repeated.Mixture, weighted.Mixture, 1e-9);
    }

    [Property(MaxTest = 60)]
    public void The_likelihood_never_falls(int seed) => AssertClimbs(seed, strength: 0);

    [Property(MaxTest = 60)]
    public void With_a_prior_the_posterior_never_falls(int seed) => AssertClimbs(seed, strength: 25);

    private static void AssertClimbs(int seed, double strength)
    {
        double[] values = RandomLosses.Scaled(seed);
        GaussianMixture1D mixture = new MixtureEstimator(new MixtureOptions()).FromSplit(values, [.. values.Select(v => v > 0.3)]);
        MixturePrior? prior = strength > 0 ? new MixturePrior(new(new(0.6, 0.2, 0.02), new(0.4, 0.7, 0.05)), strength) : null;
        MixtureEstimator oneRound = new(new MixtureOptions { MaxRounds = 1, Tolerance = 0 });
        double before = double.NegativeInfinity;
        for (int round = 0; round < 40; round++)
        {
            MixtureFit fit = oneRound.Fit(values, mixture, default, prior);
            Assert.True(fit.LowerBound >= before - 1e-11, $"round {round}: {fit.LowerBound} after {before}");
            before = fit.LowerBound;
            mixture = fit.Mixture;
        }
    }

    internal static void AssertClose(GaussianMixture1D expected, GaussianMixture1D actual, double within)
    {
        foreach ((GaussianComponent e, GaussianComponent a) in new[] { (expected.First, actual.First), (expected.Second, actual.Second) })
        {
            Assert.Equal(e.Weight, a.Weight, within);
            Assert.Equal(e.Mean, a.Mean, within);
            Assert.Equal(e.Variance, a.Variance, within);
        }
    }
}
