using SeCo.Correction;
using SeCo.Correction.Classifier;
using SeCo.Correction.Regions;
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
    public void Regions_of_pure_masks_are_drawn_more_often()
    {
        double[] weights = TrainingWeights.Of(new CorrectionOptions { ShareExponent = 2 }, [Regions[0] with { Share = 0.5f }, Regions[1]])!;

        Assert.Equal([0.25, 1], weights);
    }

    [Fact]
    public void Without_confidences_trust_changes_nothing() =>
        Assert.Null(TrainingWeights.Of(new CorrectionOptions { TrustExponent = 2 }, [.. Regions.Select(r => r with { Confidence = float.NaN })]));
}
