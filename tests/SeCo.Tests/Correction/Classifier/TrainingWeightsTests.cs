using SeCo.Correction;
using SeCo.Correction.Classifier;
using SeCo.Correction.Regions;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Correction.Classifier;

public sealed class TrainingWeightsTests
{
    private static readonly RegionRow[] Regions = [new(0, 0, 0, 100, 0.2f), new(0, 1, 0, 400, 0.9f), new(1, 0, 0, 100, 0.5f), new(1, 1, 1, 25, 0.1f)];

    [Fact]
    public void The_paper_draws_all_regions_equally_often() =>
        Assert.Null(TrainingWeights.Of(new CorrectionOptions(), Regions));

    [Fact]
    public void Full_balance_draws_every_class_equally_often()
    {
        double[] weights = TrainingWeights.Of(new CorrectionOptions { ClassBalance = 1 }, Regions)!;

        Assert.Equal(weights[..3].Sum(), weights[3], 12);
        Assert.Equal(weights[0], weights[1], 12);
    }

    [Fact]
    public void Area_and_trust_count_with_their_powers()
    {
        double[] byArea = TrainingWeights.Of(new CorrectionOptions { AreaExponent = 0.5 }, Regions)!;
        double[] byTrust = TrainingWeights.Of(new CorrectionOptions { TrustExponent = 1 }, Regions)!;

        Assert.Equal([10, 20, 10, 5], byArea);
        Assert.Equal([0.5 / 3, 2.5 / 3, 1.5 / 3, 0.5], byTrust, (expected, found) => Math.Abs(expected - found) < 1e-9);
    }

    [Fact]
    public void Without_confidences_trust_changes_nothing() =>
        Assert.Null(TrainingWeights.Of(new CorrectionOptions { TrustExponent = 2 }, [.. Regions.Select(r => r with { Confidence = float.NaN })]));

    [Fact]
    public void Sampling_follows_the_weights_and_the_step_alone()
    {
        RegionSampler sampler = new([5, 6, 7], [1, 0, 3], new RandomSource(2));
        int[] first = new int[4000], again = new int[4000];

        sampler.Draw(3, first);
        new RegionSampler([5, 6, 7], [1, 0, 3], new RandomSource(2)).Draw(3, again);

        Assert.Equal(first, again);
        Assert.DoesNotContain(6, first);
        Assert.InRange(first.Count(row => row == 7) / 4000.0, 0.72, 0.78);
    }

    [Fact]
    public void Without_weights_an_epoch_shows_every_region_once()
    {
        RegionSampler sampler = new([1, 2, 3, 4, 5, 6], null, new RandomSource(2));
        int[] first = new int[4], second = new int[4], third = new int[4];

        sampler.Draw(0, first);
        sampler.Draw(1, second);
        sampler.Draw(2, third);

        Assert.Equal([1, 2, 3, 4, 5, 6], first.Concat(second[..2]).Order());
        Assert.Equal([1, 2, 3, 4, 5, 6], second[2..].Concat(third).Order());
    }
}
