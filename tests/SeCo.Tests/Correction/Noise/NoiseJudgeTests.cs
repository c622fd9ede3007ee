using SeCo.Correction;
using SeCo.Correction.Noise;
using SeCo.Labels;
using Xunit;

namespace SeCo.Tests.Correction.Noise;

public sealed class NoiseJudgeTests
{
    private static readonly byte[] Classes = [.. Enumerable.Repeat((byte)0, 40)];

    private static readonly int[] Areas = [.. Enumerable.Repeat(100, 40)];

    private static RegionJudgement[] TwoModes() =>
        [.. Enumerable.Range(0, 30).Select(i => new RegionJudgement(0.05f + (0.002f * i), 0, 0.9f)),
         .. Enumerable.Range(0, 10).Select(i => new RegionJudgement(4 + (0.05f * i), 1, i < 5 ? 0.99f : 0.7f))];

    [Fact]
    public void Small_losses_are_clean_large_ones_corrected_or_rejected_by_the_probability()
    {
        RegionOutcome[] outcomes = new NoiseJudge(new NoiseOptions()).Judge(TwoModes(), Classes, Areas, Unknown()).Outcomes;

        Assert.All(outcomes[..30], o => Assert.Equal((RegionVerdict.Clean, 0), (o.Verdict, o.Label!.Value)));
        Assert.All(outcomes[30..35], o => Assert.Equal((RegionVerdict.Corrected, 1), (o.Verdict, o.Label!.Value)));
        Assert.All(outcomes[35..], o => Assert.Equal((RegionVerdict.Rejected, 255), (o.Verdict, o.Label!.Value)));
    }

    [Fact]
    public void Low_confidence_can_make_a_region_of_middling_loss_noisy()
    {
        RegionJudgement[] judged = [.. Enumerable.Range(0, 40).Select(i => new RegionJudgement(0.5f + (0.001f * i), 0, 0.6f))];
        float[] confidences = [.. Enumerable.Range(0, 40).Select(i => i % 4 == 0 ? 0.1f : 0.95f)];
        NoiseOptions options = new() { ConfidenceWeight = 5 };

        RegionOutcome[] outcomes = new NoiseJudge(options).Judge(judged, Classes, Areas, confidences).Outcomes;

        Assert.True(outcomes.Where((_, i) => i % 4 == 0).Min(o => o.NoiseProbability) > outcomes.Where((_, i) => i % 4 != 0).Max(o => o.NoiseProbability));
    }

    [Theory]
    [InlineData(true, 0.99f, RegionVerdict.Clean, 4)]
    [InlineData(false, 0.96f, RegionVerdict.Corrected, 7)]
    [InlineData(false, 0.95f, RegionVerdict.Rejected, 255)]
    [InlineData(false, 0.20f, RegionVerdict.Rejected, 255)]
    [InlineData(true, 0.00f, RegionVerdict.Clean, 4)]
    public void A_noisy_region_takes_the_predicted_class_above_the_threshold_only(bool clean, float probability, RegionVerdict verdict, byte label) =>
        Assert.Equal((verdict, label), NoiseJudge.Decide(clean, 4, new RegionJudgement(1, 7, probability), 0.95f));

    [Fact]
    public void A_noisy_region_that_is_predicted_as_its_own_class_counts_as_corrected() =>
        Assert.Equal((RegionVerdict.Corrected, 4), NoiseJudge.Decide(false, 4, new RegionJudgement(1, 4, 0.9f), 0.5));

    [Theory]
    [InlineData(true, 5, RegionVerdict.Clean, 5)]
    [InlineData(true, 2, RegionVerdict.Corrected, 5)]
    [InlineData(false, 5, RegionVerdict.Rejected, 255)]
    public void Survivors_of_the_references_filters_take_the_predicted_class(bool kept, byte category, RegionVerdict verdict, byte label) =>
        Assert.Equal((verdict, label), NoiseJudge.Decide(kept, category, new RegionJudgement(1, 5, 0.8f), 0.95, taken: 5));

    [Fact]
    public void Nothing_to_judge_is_no_fault() => Assert.Empty(new NoiseJudge(new NoiseOptions()).Judge([], [], [], []).Outcomes);

    private static float[] Unknown() => [.. Enumerable.Repeat(float.NaN, 40)];
}
