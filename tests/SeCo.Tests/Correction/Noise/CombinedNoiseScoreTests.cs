using SeCo.Correction.Noise;
using Xunit;

namespace SeCo.Tests.Correction.Noise;

public sealed class CombinedNoiseScoreTests
{
    [Fact]
    public void Ranks_are_averaged_and_ties_share()
    {
        NoiseSignal loss = new([5.0, 1, 1, 100]);
        NoiseSignal doubt = new([0.1, 0.2, 0.3, 0.4], 3);

        Assert.Equal([0.625, 0.25, 0.25, 0.875], CombinedNoiseScore.Combine([loss], NoiseCombination.RankAverage));
        Assert.Equal(
            [(0.625 + (3 * 0.125)) / 4, (0.25 + (3 * 0.375)) / 4, (0.25 + (3 * 0.625)) / 4, 0.875],
            CombinedNoiseScore.Combine([loss, doubt], NoiseCombination.RankAverage));
    }

    [Fact]
    public void Z_scores_go_through_the_logistic_function()
    {
        NoiseSignal loss = new([1.0, 3, 2]);
        double z = Math.Sqrt(1.5);

        double[] score = CombinedNoiseScore.Combine([loss], NoiseCombination.LogisticZScores);

        Assert.Equal(1 / (1 + Math.Exp(z)), score[0], 1e-12);
        Assert.Equal(1 / (1 + Math.Exp(-z)), score[1], 1e-12);
        Assert.Equal(0.5, score[2], 1e-12);
    }

    [Theory]
    [InlineData(NoiseCombination.RankAverage)]
    [InlineData(NoiseCombination.LogisticZScores)]
    public void What_is_unknown_does_not_count(NoiseCombination combination)
    {
        NoiseSignal loss = new([1.0, 2, double.NaN, 3]);
        NoiseSignal area = new([double.NaN, 1, double.NaN, 1]);

        double[] score = CombinedNoiseScore.Combine([loss, area], combination);

        Assert.Equal(0.5, score[2]);
        Assert.True(score[0] < 0.5 && score[3] > 0.5);
        Assert.Equal(0.5, score[1], 1e-12);
    }
}
