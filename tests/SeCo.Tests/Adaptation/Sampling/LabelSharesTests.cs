using SeCo.Adaptation;
using SeCo.Adaptation.Loading;
using SeCo.Adaptation.Sampling;
using SeCo.Labels;
using SeCo.Tests.Adaptation.Fixtures;
using Xunit;

namespace SeCo.Tests.Adaptation.Sampling;

public sealed class LabelSharesTests
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

    internal static LabelShares Count(PlainScenes scenes, int threads)
    {
        TrainingImage[] images =
        [
            scenes.Make("a", 0, (_, x, _) => (byte)(x < 24 ? 0 : 1)),
            scenes.Make("b", 1, (_, x, y) => (byte)(x < 24 ? 255 : y < 20 ? 1 : 2)),
        ];
        return LabelShares.Count(images, new ImageCache(Classes).ReadLabels, Classes.Count, threads, TestContext.Current.CancellationToken);
    }
}
