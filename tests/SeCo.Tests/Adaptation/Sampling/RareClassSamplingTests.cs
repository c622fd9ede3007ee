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

    [Fact]
    public void Classes_are_drawn_by_rarity_and_images_hold_them()
    {
        using PlainScenes scenes = new();
        RareClassSampling rare = new(LabelSharesTests.Count(scenes, 1), Classes.Count, new RareClassOptions { Temperature = 0.5, MinimumShare = 0.1 });
        double[] weights = [Math.Exp((1 - (0.5 / 1.5)) / 0.5), Math.Exp((1 - (0.75 / 1.5)) / 0.5), Math.Exp((1 - (0.25 / 1.5)) / 0.5)];
        RandomSource random = new(1);
        (int Image, int Class)[] draws = [.. Enumerable.Range(0, 3000).Select(_ => rare.Draw(random))];
        Assert.All([0, 1, 2], c => Assert.Equal(3000 * weights[c] / weights.Sum(), draws.Count(d => d.Class == c), 120.0));
        Assert.DoesNotContain(draws, d => d.Class > 2);
        Assert.All(draws, d => Assert.True(d.Class == 1 || d.Image == (d.Class == 0 ? 0 : 1)));
    }

    [Fact]
    public void A_small_temperature_does_not_overflow()
    {
        using PlainScenes scenes = new();
        RareClassSampling rare = new(LabelSharesTests.Count(scenes, 1), Classes.Count, new RareClassOptions { Temperature = 1e-5, MinimumShare = 0.1 });
        RandomSource random = new(1);
        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal(2, rare.Draw(random).Class));
    }

    [Fact]
    public void Without_enough_of_any_class_that_is_said()
    {
        using PlainScenes scenes = new();
        AdaptationInput input = new() { Labelled = scenes.Make(2, "l", (_, _, _) => 255) };
        AdaptationOptions options = new() { Method = AdaptationMethod.SelfTraining, RareClasses = new RareClassOptions { Enabled = true } };
        DatasetException fault = Assert.Throws<DatasetException>(
            () => new SeCo.Adaptation.Methods.SelfTraining().Batches(new BatchInput(input, options, SeCo.Models.NetworkPreprocessing.ImageNet, Classes, 1)));
        Assert.Contains("rare_classes.minimum_share", fault.Message, StringComparison.Ordinal);
    }
}
