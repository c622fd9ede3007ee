using SeCo.Adaptation;
using SeCo.Adaptation.Sampling;
using Xunit;

namespace SeCo.Tests.Adaptation.Sampling;

public sealed class ClassWeightsTests
{
    [Fact]
    public void Rare_classes_weigh_by_their_share_in_the_answers()
    {
        double[] weights = ClassWeights.Of([0.8, 0.2], null, new ClassBalanceOptions { Exponent = 1 });
        Assert.Equal(4, weights[1] / weights[0], 1e-9);
        Assert.Equal(1, (0.8 * weights[0]) + (0.2 * weights[1]), 1e-9);
    }

    [Fact]
    public void A_class_that_labels_cover_less_than_answers_weighs_more()
    {
        double[] weights = ClassWeights.Of([0.75, 0.25], [0.5, 0.5], new ClassBalanceOptions { CoverageExponent = 1 });
        Assert.Equal(3, weights[1] / weights[0], 1e-9);
    }

    [Fact]
    public void No_class_decides_alone_and_one_without_labels_has_no_weight()
    {
        double[] weights = ClassWeights.Of([0.999999, 0.000001, 0], [0.5, 0.25, 0.25], new ClassBalanceOptions { CoverageExponent = 2 });
        Assert.Equal(10 / 0.250000500001, weights[1] / weights[0], 1e-3);
        Assert.Equal(0, weights[2]);
        Assert.Equal([1, 1], ClassWeights.Of([0.5, 0.5], [1, 0], new ClassBalanceOptions { Exponent = 0, CoverageExponent = 0 }));
    }
}
