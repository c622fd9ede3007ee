using SeCo.Correction.Noise;
using SeCo.Labels;
using Xunit;

namespace SeCo.Tests.Correction.Noise;

public sealed class NoiseDecisionTests
{
    [Theory]
    [InlineData(true, 0.99f, RegionVerdict.Clean, 4)]
    [InlineData(false, 0.96f, RegionVerdict.Corrected, 7)]
    [InlineData(false, 0.95f, RegionVerdict.Rejected, 255)]
    [InlineData(false, 0.20f, RegionVerdict.Rejected, 255)]
    [InlineData(true, 0.00f, RegionVerdict.Clean, 4)]
    public void A_noisy_region_takes_the_predicted_class_above_the_threshold_only(bool clean, float probability, RegionVerdict verdict, byte label) =>
        Assert.Equal((verdict, label), new NoiseDecision((double)0.95f).Decide(clean, 4, new RegionJudgement(1, 7, probability)));

    [Fact]
    public void A_noisy_region_that_is_predicted_as_its_own_class_counts_as_corrected() =>
        Assert.Equal((RegionVerdict.Corrected, 4), new NoiseDecision(0.5).Decide(false, 4, new RegionJudgement(1, 4, 0.9f)));

    [Theory]
    [InlineData(true, 5, RegionVerdict.Clean, 5)]
    [InlineData(true, 2, RegionVerdict.Corrected, 5)]
    [InlineData(false, 5, RegionVerdict.Rejected, 255)]
    public void Survivors_of_the_references_filters_take_the_predicted_class(bool kept, byte category, RegionVerdict verdict, byte label) =>
        Assert.Equal((verdict, label), new NoiseDecision(0.95, survivorsTakePrediction: true).Decide(kept, category, new RegionJudgement(1, 5, 0.8f)));
}
