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

    [Fact]
    public void Nothing_to_judge_is_no_fault() => Assert.Empty(new NoiseJudge(new NoiseOptions()).Judge([], [], [], []).Outcomes);

    private static float[] Unknown() => [.. Enumerable.Repeat(float.NaN, 40)];
}
