using FsCheck.Xunit;
using SeCo.Evaluation;
using Xunit;

namespace SeCo.Tests.Evaluation;

public sealed class AurocTests
{
    [Theory]
    [InlineData(new[] { 0.1, 0.4, 0.35, 0.8 }, new[] { false, false, true, true }, 0.75)]
    [InlineData(new[] { 0.1, 0.2, 0.9 }, new[] { false, false, true }, 1)]
    [InlineData(new[] { 0.9, 0.1 }, new[] { false, true }, 0)]
    [InlineData(new[] { 0.5, 0.5, 0.5 }, new[] { true, false, false }, 0.5)]
    public void Hand_worked_examples(double[] scores, bool[] positives, double expected) => Assert.Equal(expected, Auroc.Compute(scores, positives), 12);

    [Property]
    public bool Is_the_share_of_pairs_in_the_right_order(byte[] items)
    {
        double[] scores = [.. items.Select(v => (double)(v % 16))];
        bool[] positives = [.. items.Select(v => v >= 128)];
        double[] weights = [.. items.Select(v => 1.0 + (v % 3))];
        double right = 0, pairs = 0;
        for (int i = 0; i < items.Length; i++)
        {
            for (int j = 0; j < items.Length; j++)
            {
                if (positives[i] && !positives[j])
                {
                    pairs += weights[i] * weights[j];
                    right += weights[i] * weights[j] * (scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0);
                }
            }
        }

        double actual = Auroc.Compute(scores, positives, weights);
        return pairs == 0 ? double.IsNaN(actual) : Math.Abs(actual - (right / pairs)) < 1e-12;
    }

    [Fact]
    public void Faulty_arguments_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Auroc.Compute([1], [true, false]));
        Assert.Throws<ArgumentException>(() => Auroc.Compute([double.NaN], [true]));
    }
}
