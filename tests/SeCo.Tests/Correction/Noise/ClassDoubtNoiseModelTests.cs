using SeCo.Correction;
using SeCo.Correction.Noise;
using Xunit;

namespace SeCo.Tests.Correction.Noise;

public sealed class ClassDoubtNoiseModelTests
{
    private static readonly double[] Scores = [.. Enumerable.Range(0, 20).Select(i => (double)(i * 7 % 20))];
    private static readonly byte[] Halves = [.. Enumerable.Range(0, 20).Select(i => (byte)(i < 10 ? 0 : 1))];

    [Fact]
    public void Is_the_rank_by_area_within_the_class_times_the_doubt_of_the_class()
    {
        double[] eta = Estimate([1, 5, 3], [0, 0, 1], [30, 10, 8], [0.2, 0.5], exponent: 1).Probabilities!;

        Assert.Equal(15.0 / 40 * 0.2, eta[0], 1e-6);
        Assert.Equal(35.0 / 40 * 0.2, eta[1], 1e-6);
        Assert.Equal(0.5 * 0.5, eta[2], 1e-6);
    }

    [Fact]
    public void Without_the_exponent_every_class_keeps_the_same_share()
    {
        bool[] clean = Estimate(Scores, Halves, [.. Enumerable.Repeat(10, 20)], [0.1, 0.8], exponent: 0, portion: 0.5).Clean;

        Assert.Equal((5, 5), (clean[..10].Count(c => c), clean[10..].Count(c => c)));
    }

    [Fact]
    public void Doubtful_classes_lose_more()
    {
        bool[] clean = Estimate([.. Enumerable.Range(0, 20).Select(i => (double)(i % 10))], Halves, [.. Enumerable.Repeat(10, 20)], [0.1, 0.8], 0.5,
            0.5).Clean;

        Assert.True(clean[..10].Count(c => c) > clean[10..].Count(c => c));
    }

    [Fact]
    public void The_limit_keeps_at_least_the_wanted_share_of_the_area()
    {
        Assert.Equal(0.2, ClassDoubtNoiseModel.LimitFor([0.3, 0.1, 0.2], [50, 30, 20], 0.5));
        Assert.Equal(0.3, ClassDoubtNoiseModel.LimitFor([0.3, 0.1, 0.2], [50, 30, 20], 1));
        Assert.Equal(double.PositiveInfinity, ClassDoubtNoiseModel.LimitFor([], [], 0.5));
    }

    [Fact]
    public void Without_doubts_all_classes_are_alike() =>
        Assert.Equal(Estimate(Scores, Halves, new int[20], [1, 1], 0.5).Probabilities, Estimate(Scores, Halves, new int[20], null, 0.5).Probabilities);

    [Fact]
    public void Lengths_must_agree()
    {
        Assert.Throws<ArgumentException>(() => Estimate([1, 2], [0], [1, 1], [1], 1));
        Assert.Throws<ArgumentException>(() => Estimate([1, 2], [0, 0], [1], [1], 1));
    }

    private static NoiseEstimate Estimate(double[] scores, byte[] classes, int[] areas, double[]? doubts, double exponent, double portion = 0.7) =>
        new ClassDoubtNoiseModel(new NoiseOptions { ClassExponent = exponent, Portion = portion }).Estimate(
            new(scores, classes) { Areas = areas, ClassDoubts = doubts });
}
