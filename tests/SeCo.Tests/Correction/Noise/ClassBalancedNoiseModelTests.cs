using FsCheck.Xunit;
using SeCo.Correction;
using SeCo.Correction.Noise;
using Xunit;

namespace SeCo.Tests.Correction.Noise;

public sealed class ClassBalancedNoiseModelTests
{
    [Fact]
    public void A_rare_class_of_large_losses_is_not_thrown_out_whole()
    {
        // 600 regions of a common class, 60 of a rare one whose clean losses lie where the common class's noise does.
        Random random = new(5);
        double[] common = RandomLosses.Draw(random, 500, 100);
        double[] rare = [.. RandomLosses.Draw(random, 40, 20, 0.3, 2.5).Select(loss => loss + 2)];
        double[] losses = [.. common, .. rare];
        byte[] classes = [.. common.Select(_ => (byte)0), .. rare.Select(_ => (byte)1)];

        double[] plain = new MixtureNoiseModel().Estimate(new(losses, classes)).Probabilities!;
        double[] balanced = new ClassBalancedNoiseModel().Estimate(new(losses, classes)).Probabilities!;

        Assert.True(plain[600..640].Count(p => p < 0.6) <= 4);
        Assert.True(balanced[600..640].Count(p => p < 0.6) >= 36);
        Assert.True(balanced[640..].Count(p => p >= 0.6) >= 16);
        Assert.True(balanced[..500].Count(p => p < 0.6) >= 450);
        Assert.True(balanced[500..600].Count(p => p >= 0.6) >= 85);
    }

    [Fact]
    public void Classes_with_few_regions_take_the_pooled_mixture()
    {
        double[] losses = [.. RandomLosses.Draw(new Random(2), 200, 80), 0.1, 4];
        byte[] classes = [.. new byte[280], 9, 9];

        NoiseEstimate estimate = new ClassBalancedNoiseModel().Estimate(new(losses, classes));

        Assert.Equal([null, (byte?)0], estimate.Fits.Select(fit => fit.Class));
        Assert.True(estimate.Probabilities![280] < 0.1);
        Assert.True(estimate.Probabilities![281] > 0.9);
    }

    [Fact]
    public void A_strong_prior_makes_every_class_the_pooled_one()
    {
        double[] losses = RandomLosses.Draw(new Random(2), 200, 80);
        byte[] classes = [.. Enumerable.Range(0, 280).Select(i => (byte)(i % 3))];

        NoiseEstimate estimate = new ClassBalancedNoiseModel(new NoiseOptions { PriorStrength = 1e12 }).Estimate(new(losses, classes));

        Assert.Equal(4, estimate.Fits.Count);
        Assert.All(estimate.Fits, fit => MixtureEstimatorTests.AssertClose(estimate.Fits[0].Fit!.Mixture, fit.Fit!.Mixture, 1e-6));
    }

    [Property(MaxTest = 60)]
    public void Within_a_class_a_larger_loss_is_never_less_noisy(int seed)
    {
        Random random = new(seed);
        double[] losses = RandomLosses.Draw(random, random.Next(2, 200), random.Next(1, 100), noisySpread: 3 * random.NextDouble());
        byte[] classes = [.. losses.Select(_ => (byte)(random.Next(4) * random.Next(2)))];
        NoiseOptions options = new() { PriorStrength = random.Next(2) * 20, ClassScaling = random.NextDouble() };

        double[] noise = new ClassBalancedNoiseModel(options).Estimate(new(losses, classes)).Probabilities!;

        foreach (IGrouping<byte, int> group in Enumerable.Range(0, losses.Length).GroupBy(i => classes[i]))
        {
            int[] ordered = [.. group.OrderBy(i => losses[i])];
            Assert.All(Enumerable.Range(1, ordered.Length - 1), i => Assert.True(noise[ordered[i]] >= noise[ordered[i - 1]] - 1e-12));
        }
    }

    [Fact]
    public void A_class_whose_losses_do_not_differ_is_judged_on_the_common_scale()
    {
        double[] losses = [.. RandomLosses.Draw(new Random(4), 200, 80), .. Enumerable.Repeat(0.05, 20), .. Enumerable.Repeat(3.0, 20)];
        byte[] classes = [.. new byte[280], .. Enumerable.Repeat((byte)1, 20), .. Enumerable.Repeat((byte)2, 20)];
        NoiseOptions options = new() { PriorStrength = 0 };

        double[] noise = new ClassBalancedNoiseModel(options).Estimate(new(losses, classes)).Probabilities!;

        Assert.All(noise[280..], p => Assert.True(double.IsFinite(p)));
    }
}
