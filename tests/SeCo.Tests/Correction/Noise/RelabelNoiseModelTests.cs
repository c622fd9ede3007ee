using SeCo.Correction;
using SeCo.Correction.Noise;
using SeCo.Labels;
using Xunit;

namespace SeCo.Tests.Correction.Noise;

public sealed class RelabelNoiseModelTests
{
    // The classifier: surely the same, likely another, hardly another; the model: sure, unsure, sure. Their own classes are 0, 0 and 1.
    private static readonly RegionJudgement[] Judgements =
        [new(-MathF.Log(0.9f), 0, 0.9f), new(-MathF.Log(0.1f), 2, 0.8f), new(-MathF.Log(0.35f), 0, 0.4f)];

    private static readonly float[] Confidences = [0.95f, 0.4f, 0.99f];

    [Theory]
    [InlineData(NoiseRule.Relabel, new[] { 0, 2, 0 })]
    [InlineData(NoiseRule.RelabelGain, new[] { 0, 2, 1 })]
    [InlineData(NoiseRule.RelabelOrReject, new[] { 0, 2, 255 })] // 0.35 is under 1 - 0.6
    [InlineData(NoiseRule.Keep, new[] { 0, 0, 1 })]
    public void Each_rule_takes_the_label_that_two_witnesses_make_likeliest(NoiseRule rule, int[] labels)
    {
        RegionOutcome[] outcomes = Judge(new NoiseOptions { Rule = rule, ConfidenceWeight = 1 }, Confidences);

        Assert.Equal(labels, outcomes.Select(o => o.Label!.Value));
        Assert.Equal(
            labels.Select((label, i) => label == 255 ? RegionVerdict.Rejected : label == new[] { 0, 0, 1 }[i] ? RegionVerdict.Clean : RegionVerdict.Corrected),
            outcomes.Select(o => o.Verdict));
        Assert.Equal([0.1, 0.9, 0.65], outcomes.Select(o => o.NoiseProbability!.Value), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Without_confidences_or_their_weight_the_classifier_decides()
    {
        Assert.Equal(0, Judge(new NoiseOptions { Rule = NoiseRule.RelabelGain, ConfidenceWeight = 1 }, [float.NaN, float.NaN, float.NaN])[2].Label);
        Assert.Equal(0, Judge(new NoiseOptions { Rule = NoiseRule.RelabelGain }, Confidences)[2].Label);
    }

    private static RegionOutcome[] Judge(NoiseOptions options, float[] confidences) =>
        new NoiseJudge(options).Judge(Judgements, [0, 0, 1], [10, 10, 10], confidences).Outcomes;
}
