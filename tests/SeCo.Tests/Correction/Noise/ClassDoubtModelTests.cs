using SeCo.Correction.Noise;
using Xunit;

namespace SeCo.Tests.Correction.Noise;

public sealed class ClassDoubtModelTests
{
    [Fact]
    public void Is_the_rank_by_area_within_the_class_times_the_doubt_of_the_class()
    {
        double[] eta = ClassDoubtModel.Estimate([1, 5, 3], [0, 0, 1], [30, 10, 8], [0.2, 0.5], 1);

        Assert.Equal(15.0 / 40 * 0.2, eta[0], 1e-6);
        Assert.Equal(35.0 / 40 * 0.2, eta[1], 1e-6);
        Assert.Equal(0.5 * 0.5, eta[2], 1e-6);
    }

    [Fact]
    public void Without_the_exponent_every_class_keeps_the_same_share()
    {
        double[] scores = [.. Enumerable.Range(0, 20).Select(i => (double)(i * 7 % 20))];
        byte[] classes = [.. Enumerable.Range(0, 20).Select(i => (byte)(i < 10 ? 0 : 1))];
        int[] areas = [.. Enumerable.Repeat(10, 20)];

        double[] eta = ClassDoubtModel.Estimate(scores, classes, areas, [0.1, 0.8], 0);
        double limit = ClassDoubtModel.LimitFor(eta, areas, 0.5);

        Assert.Equal(5, Enumerable.Range(0, 10).Count(i => eta[i] <= limit));
        Assert.Equal(5, Enumerable.Range(10, 10).Count(i => eta[i] <= limit));
    }

    [Fact]
    public void Doubtful_classes_lose_more()
    {
        double[] scores = [.. Enumerable.Range(0, 20).Select(i => (double)(i % 10))];
        byte[] classes = [.. Enumerable.Range(0, 20).Select(i => (byte)(i < 10 ? 0 : 1))];
        int[] areas = [.. Enumerable.Repeat(10, 20)];

        double[] eta = ClassDoubtModel.Estimate(scores, classes, areas, [0.1, 0.8], 0.5);
        double limit = ClassDoubtModel.LimitFor(eta, areas, 0.5);

        Assert.True(Enumerable.Range(0, 10).Count(i => eta[i] <= limit) > Enumerable.Range(10, 10).Count(i => eta[i] <= limit));
    }

    [Fact]
    public void The_limit_keeps_at_least_the_wanted_share_of_the_area()
    {
        Assert.Equal(0.2, ClassDoubtModel.LimitFor([0.3, 0.1, 0.2], [50, 30, 20], 0.5));
        Assert.Equal(0.3, ClassDoubtModel.LimitFor([0.3, 0.1, 0.2], [50, 30, 20], 1));
        Assert.Equal(double.PositiveInfinity, ClassDoubtModel.LimitFor([], [], 0.5));
    }

    [Fact]
    public void Lengths_must_agree() => Assert.Throws<ArgumentException>(() => ClassDoubtModel.Estimate([1, 2], [0], [1, 1], [1], 1));
}
