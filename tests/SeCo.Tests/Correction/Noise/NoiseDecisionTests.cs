using SeCo.Correction.Noise;
using SeCo.Labels;
using Xunit;

namespace SeCo.Tests.Correction.Noise;

public sealed class NoiseDecisionTests
{
    [Theory]
    [InlineData(0.59, 0.99, RegionVerdict.Clean, 4)]
    [InlineData(0.60, 0.96, RegionVerdict.Corrected, 7)]
    [InlineData(0.60, 0.95, RegionVerdict.Rejected, 255)]
    [InlineData(1.00, 0.20, RegionVerdict.Rejected, 255)]
    [InlineData(0.00, 0.00, RegionVerdict.Clean, 4)]
    public void Thresholds_are_the_papers(double noise, double probability, RegionVerdict verdict, byte label) =>
        Assert.Equal((verdict, label), new NoiseDecision().Decide(4, noise, 7, probability));

    [Fact]
    public void A_class_can_have_thresholds_of_its_own()
    {
        NoiseDecision decision = new(null, new Dictionary<byte, NoiseThresholds> { [4] = new(0.9, 0.5) });

        Assert.Equal((RegionVerdict.Clean, 4), decision.Decide(4, 0.8, 7, 0.6));
        Assert.Equal((RegionVerdict.Corrected, 7), decision.Decide(4, 0.9, 7, 0.6));
        Assert.Equal((RegionVerdict.Rejected, 255), decision.Decide(5, 0.8, 7, 0.6));
    }

    [Fact]
    public void Thresholds_outside_their_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new NoiseDecision(new NoiseThresholds(1.1, 0.5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NoiseDecision(new NoiseThresholds(0.5, double.NaN)));
    }
}
