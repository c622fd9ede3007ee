using FsCheck.Xunit;
using SeCo.Correction.Noise;
using Xunit;

namespace SeCo.Tests.Correction.Noise;

public sealed class MixtureStartsTests
{
    [Fact]
    public void Splits_between_two_heaps() => Assert.Equal(8, Threshold([1, 8, 2, 9, 1.5]));

    [Fact]
    public void Equal_values_have_no_split()
    {
        Assert.Equal(double.PositiveInfinity, Threshold([3, 3, 3]));
        Assert.Equal(double.PositiveInfinity, Threshold([]));
    }

    [Property(MaxTest = 100)]
    public void No_other_split_is_better(int seed)
    {
        Random random = new(seed);
        double[] values = [.. Enumerable.Range(0, random.Next(2, 12)).Select(_ => (double)random.Next(20))];
        double best = values.Distinct().Count() == 1 ? Squares(values) : Cost(values, Threshold(values));

        Assert.All(values, threshold => Assert.True(best <= Cost(values, threshold) + 1e-9));
    }

    private static double Threshold(double[] values) => MixtureStarts.TwoMeans([.. values.Order()]);

    private static double Cost(double[] values, double threshold) => Squares(values.Where(v => v < threshold)) + Squares(values.Where(v => v >= threshold));

    private static double Squares(IEnumerable<double> values) => values.Any() ? values.Sum(v => Math.Pow(v - values.Average(), 2)) : 0;
}
