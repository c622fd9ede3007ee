using System.Text.Json.Nodes;
using FsCheck.Xunit;
using SeCo.Correction.Noise;
using Xunit;

namespace SeCo.Tests.Correction.Noise;

public sealed class MixtureNoiseModelTests
{
    [Fact]
    public void The_reference_recipe_equals_scikit_learn_wherever_its_k_means_found_the_best_split()
    {
        GoldenMixtures golden = new();
        MixtureNoiseModel model = new(MixtureOptions.Reference);
        MixtureEstimator estimator = new(MixtureOptions.Reference);
        int compared = 0;
        foreach (JsonNode item in golden.Cases.Where(item => item["error"] is null && item["normalise"] is null))
        {
            double[] losses = golden.Array(item, "loss");
            double[] scaled = golden.Scaled(item);
            double threshold = MixtureStarts.TwoMeans([.. scaled.Order()]);
            GaussianMixture1D start = estimator.FromSplit(scaled, [.. scaled.Select(v => v >= threshold)]);
            GaussianMixture1D theirs = GoldenMixtures.Mixture(item["init"]!);
            if (Math.Abs(start.Clean.Mean - theirs.Clean.Mean) > 1e-9)
            {
                continue;
            }

            double[] expected = golden.Array(item, "short");
            double[] actual = model.Estimate(new(losses, new byte[losses.Length])).Probabilities!;
            Assert.All(Enumerable.Range(0, losses.Length), i => Assert.Equal(expected[i], actual[i], 1e-7));
            compared++;
        }

        Assert.True(compared >= 9, $"only {compared} cases had the same start");
    }

    [Fact]
    public void Converged_fits_find_the_reference_optimum_where_there_is_one()
    {
        GoldenMixtures golden = new();
        MixtureNoiseModel model = new(new MixtureOptions { UpperQuantile = 1, AddFloor = true, StartQuantiles = [],
            Monotonic = false });
        int compared = 0;
        foreach (JsonNode item in golden.Cases.Where(item => item["error"] is null && item["normalise"] is null && (bool)item["same_optimum"]!))
        {
            double[] losses = golden.Array(item, "loss");
            double[] expected = golden.Array(item, "long");
            NoiseEstimate estimate = model.Estimate(new(losses, new byte[losses.Length]));
            GaussianMixture1D mixture = estimate.Fits[0].Fit!.Mixture, theirs = GoldenMixtures.Mixture(item["long"]!);
            Assert.Equal(theirs.Noisy.Mean, mixture.Noisy.Mean, 1e-3);
            Assert.Equal(theirs.Noisy.Weight, mixture.Noisy.Weight, 1e-3);
            Assert.All(Enumerable.Range(0, losses.Length), i => Assert.Equal(expected[i], estimate.Probabilities![i], 1e-2));
            compared++;
        }

        Assert.True(compared >= 9);
    }

    [Property(MaxTest = 100)]
    public void A_larger_loss_is_never_less_noisy(int seed)
    {
        Random random = new(seed);
        double[] losses = RandomLosses.Draw(random, random.Next(2, 200), random.Next(1, 100), noisySpread: 3 * random.NextDouble());
        double[] noise = new MixtureNoiseModel().Estimate(new(losses, new byte[losses.Length])).Probabilities!;
        Array.Sort(losses, noise);

        Assert.All(noise, p => Assert.InRange(p, 0, 1));
        Assert.All(Enumerable.Range(1, noise.Length - 1), i => Assert.True(noise[i] >= noise[i - 1] - 1e-12));
    }

    [Fact]
    public void The_broad_component_does_not_win_the_low_tail()
    {
        GaussianMixture1D mixture = new(new(0.5, 0.4, 0.001), new(0.5, 0.6, 0.05));

        Assert.True(mixture.NoiseProbability(0) > 0.99);
        Assert.True(mixture.MonotonicNoiseProbability(0) < 0.2);
        Assert.Equal(mixture.NoiseProbability(0.7), mixture.MonotonicNoiseProbability(0.7));
    }

    [Fact]
    public void The_narrow_component_keeps_the_high_tail()
    {
        GaussianMixture1D mixture = new(new(0.5, 0.4, 0.05), new(0.5, 0.6, 0.001));

        Assert.True(mixture.NoiseProbability(1.2) < 0.01);
        Assert.True(mixture.MonotonicNoiseProbability(1.2) > 0.8);
    }

    [Theory]
    [InlineData(0, 1.0)]
    [InlineData(1, 1.0)]
    [InlineData(20, 0.7)]
    [InlineData(20, 0)]
    public void Losses_that_do_not_differ_are_clean(int count, double loss)
    {
        foreach (INoiseModel model in new INoiseModel[] { new MixtureNoiseModel(), new MixtureNoiseModel(MixtureOptions.Reference),
            new ClassBalancedNoiseModel() })
        {
            NoiseEstimate estimate = model.Estimate(new([.. Enumerable.Repeat(loss, count)], new byte[count]));
            Assert.Equal(new double[count], estimate.Probabilities);
            Assert.Null(estimate.Fits[0].Fit);
        }
    }

    [Fact]
    public void Two_losses_are_one_clean_and_one_noisy()
    {
        double[] noise = new MixtureNoiseModel(MixtureOptions.Reference).Estimate(new([0.4, 3.0], [0, 0])).Probabilities!;

        Assert.Equal([0, 1], noise.Select(p => Math.Round(p, 6)));
    }

    [Fact]
    public void One_outlier_does_not_squeeze_the_others()
    {
        double[] losses = [.. RandomLosses.Draw(new Random(3), 300, 100), 5000];

        double[] robust = new MixtureNoiseModel().Estimate(new(losses, new byte[losses.Length])).Probabilities!;
        double[] plain = new MixtureNoiseModel(MixtureOptions.Reference).Estimate(new(losses, new byte[losses.Length])).Probabilities!;

        Assert.InRange(robust.Take(300).Count(p => p > 0.6), 0, 30);
        Assert.InRange(robust.Skip(300).Count(p => p > 0.6), 90, 101);
        Assert.Equal(1, plain.Count(p => p > 0.6));
    }

    [Fact]
    public void Many_samples_are_judged_like_few()
    {
        double[] few = RandomLosses.Draw(new Random(1), 6000, 3000);
        double[] many = [.. Enumerable.Range(0, 20).SelectMany(_ => few)];
        MixtureNoiseModel model = new();

        GaussianMixture1D expected = model.Estimate(new(few, new byte[few.Length])).Fits[0].Fit!.Mixture;
        GaussianMixture1D actual = model.Estimate(new(many, new byte[many.Length])).Fits[0].Fit!.Mixture;

        MixtureEstimatorTests.AssertClose(expected, actual, 2e-3);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_loss_that_is_no_number_is_named(double loss)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new MixtureNoiseModel().Estimate(new([1, loss], [0, 0])));
        Assert.Contains("region 1", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new MixtureNoiseModel().Estimate(new([1], [0, 0])));
    }
}
