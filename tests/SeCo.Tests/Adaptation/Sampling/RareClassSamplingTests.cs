using SeCo.Adaptation;
using SeCo.Adaptation.Loading;
using SeCo.Adaptation.Sampling;
using SeCo.Datasets;
using SeCo.Labels;
using SeCo.Storage;
using SeCo.Tests.Adaptation.Fixtures;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Adaptation.Sampling;

public sealed class RareClassSamplingTests
{
    private static readonly ClassSet Classes = ClassSet.Named("camvid11");

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Shares_are_those_of_pixels(int threads)
    {
        using PlainScenes scenes = new();
        LabelShares shares = Count(scenes, threads);
        Assert.Equal(0.5, shares.Of(0, 0), 6);
        Assert.Equal(0.5, shares.Of(0, 1), 6);
        Assert.Equal(0, shares.Of(0, 2));
        Assert.Equal(0.25, shares.Of(1, 2), 6);

        // Of the second image, half has no label: 0.5 + 0 of class 0, 0.5 + 0.25 of class 1, 0.25 of class 2, in 1.5 images.
        Assert.Equal(0.5 / 1.5, shares.Of(0), 6);
        Assert.Equal(0.75 / 1.5, shares.Of(1), 6);
        Assert.Equal(0.25 / 1.5, shares.Of(2), 6);
    }

    [Fact]
    public void Classes_are_drawn_by_rarity_and_images_hold_them()
    {
        using PlainScenes scenes = new();
        RareClassSampling rare = new(Count(scenes, 1), Classes.Count, new RareClassOptions { Temperature = 0.5, MinimumShare = 0.1 });
        double[] weights = [Math.Exp((1 - (0.5 / 1.5)) / 0.5), Math.Exp((1 - (0.75 / 1.5)) / 0.5), Math.Exp((1 - (0.25 / 1.5)) / 0.5)];
        for (int c = 0; c < 3; c++)
        {
            Assert.Equal(weights[c] / weights.Sum(), rare.Probability(c), 6);
        }

        Assert.Equal(0, rare.Probability(3));
        RandomSource random = new(1);
        (int Image, int Class)[] draws = [.. Enumerable.Range(0, 3000).Select(_ => rare.Draw(random))];
        Assert.Equal(3000 * rare.Probability(2), draws.Count(d => d.Class == 2), 120.0);
        Assert.All(draws, d => Assert.True(d.Class == 1 || d.Image == (d.Class == 0 ? 0 : 1)));
    }

    [Fact]
    public void A_small_temperature_does_not_overflow()
    {
        using PlainScenes scenes = new();
        RareClassSampling rare = new(Count(scenes, 1), Classes.Count, new RareClassOptions { Temperature = 1e-5, MinimumShare = 0.1 });
        Assert.Equal(1, rare.Probability(2), 9);
        Assert.Equal(2, rare.Draw(new RandomSource(1)).Class);
    }

    [Fact]
    public void Without_enough_of_any_class_that_is_said()
    {
        using PlainScenes scenes = new();
        AdaptationInput input = new() { Labelled = scenes.Make(2, "l", (_, _, _) => 255) };
        AdaptationOptions options = new() { Method = AdaptationMethod.SelfTraining, RareClasses = new RareClassOptions { Enabled = true } };
        DatasetException fault = Assert.Throws<DatasetException>(
            () => BatchSources.Create(input, options, SeCo.Models.NetworkPreprocessing.ImageNet, Classes, 1, TestContext.Current.CancellationToken));
        Assert.Contains("rare_classes.minimum_share", fault.Message, StringComparison.Ordinal);
    }

    private static LabelShares Count(PlainScenes scenes, int threads)
    {
        TrainingImage[] images =
        [
            scenes.Make("a", 0, (_, x, _) => (byte)(x < 24 ? 0 : 1)),
            scenes.Make("b", 1, (_, x, y) => (byte)(x < 24 ? 255 : y < 20 ? 1 : 2)),
        ];
        return LabelShares.Count(images, new DecodedFiles(Classes), Classes.Count, threads, TestContext.Current.CancellationToken);
    }
}
