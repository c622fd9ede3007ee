using SeCo.Exchange;
using SeCo.Labels;
using Xunit;

namespace SeCo.Tests.Exchange;

public sealed class RegionSelectionTests
{
    [Fact]
    public void The_most_doubtful_regions_are_chosen_over_all_images()
    {
        RegionSelection worst = TwoScenes.Select(new RegionSelectionOptions { Limit = 2 });
        Assert.Equal([TwoScenes.Day, TwoScenes.Night], worst.Images);
        Assert.Equal([0.9, 0.7], worst.Images.SelectMany(worst.Regions).Select(r => r.Outcome!.NoiseProbability!.Value));
        Assert.Equal((2L, 4L), (worst.Count, worst.Found));
        Assert.Equal([TwoScenes.Day], TwoScenes.Select(new RegionSelectionOptions { Limit = 1 }).Images);
    }

    [Fact]
    public void Verdicts_sizes_and_the_limit_of_an_image_count()
    {
        Assert.Equal(3, TwoScenes.Select(new RegionSelectionOptions { Verdicts = [RegionVerdict.Rejected, RegionVerdict.Corrected] }).Count);
        Assert.Equal(3, TwoScenes.Select(new RegionSelectionOptions { MinimumPixels = 5 }).Count);
        RegionSelection one = TwoScenes.Select(new RegionSelectionOptions { LimitPerImage = 1 });
        Assert.Equal([0, 0], one.Images.SelectMany(one.Regions).Select(r => r.Id));
        Assert.Equal(0, TwoScenes.Select(new RegionSelectionOptions { Verdicts = [RegionVerdict.Reviewed] }).Count);
        Assert.Throws<ArgumentException>(() => TwoScenes.Select(new RegionSelectionOptions { Limit = 0 }));
    }

    [Fact]
    public void A_rejected_region_is_shown_with_the_class_that_it_had() =>
        Assert.Equal([0, 13, 8, 11], TwoScenes.Source.Images.SelectMany(TwoScenes.Source.Read).Select(RegionSelection.ShownClass));
}
