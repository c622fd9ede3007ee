using SeCo.Evaluation;
using Xunit;

namespace SeCo.Tests.Evaluation.LabelFree;

public sealed class LabelFreeMeasuresTests
{
    [Fact]
    public void Answers_that_are_all_the_same_are_as_dense_as_can_be() =>
        Assert.Equal(Math.Log(3), SoftNeighborhoodDensity.Of([1, 0, 1, 0, 1, 0, 1, 0], 2), 6);

    // The two neighbours of each answer: one at cosine 1, one at cosine 0. Their powers are 1 and e^-20, so the entropy is that of nearly one neighbour;
    // the third answer has two at cosine 0, which are alike: ln 2.
    [Fact]
    public void A_lone_answer_has_soft_neighbours_that_are_alike_and_a_pair_has_each_other()
    {
        double p = Math.Exp(-20) / (1 + Math.Exp(-20)), pair = -(p * Math.Log(p)) - ((1 - p) * Math.Log(1 - p));

        Assert.Equal(((2 * pair) + Math.Log(2)) / 3, SoftNeighborhoodDensity.Of([2, 0, 5, 0, 0, 1], 2), 6);
    }

    [Fact]
    public void One_answer_has_no_neighbours() => Assert.True(double.IsNaN(SoftNeighborhoodDensity.Of([1, 0], 2)));

    [Theory]
    [InlineData(new long[] { 5, 5 }, new long[] { 50, 50 }, 0)]
    [InlineData(new long[] { 5, 0 }, new long[] { 0, 7 }, 1)]
    [InlineData(new long[] { 1, 1 }, new long[] { 1, 0 }, 0.311278)] // H(3/4, 1/4) - H(1/2, 1/2) / 2
    public void Drift_is_none_for_equal_shares_and_one_bit_for_nothing_in_common(long[] counts, long[] others, double drift)
    {
        Assert.Equal(drift, ClassDrift.Between(counts, others), 6);
        Assert.Equal(drift, ClassDrift.Between(others, counts), 6);
    }

    [Fact]
    public void Nothing_is_told_of_no_pixels() => Assert.True(double.IsNaN(ClassDrift.Between([0, 0], [1, 1])));
}
