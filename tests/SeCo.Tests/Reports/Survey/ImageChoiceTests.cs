using SeCo.Reports;
using Xunit;

namespace SeCo.Tests.Reports;

public sealed class ImageChoiceTests
{
    [Fact]
    public void Half_are_the_worst_and_half_are_spread_evenly()
    {
        double[] badness = [.. Enumerable.Range(0, 100).Select(i => i is 7 or 50 or 93 ? 0.9 + (i / 1e4) : 0.1)];
        IReadOnlyList<(int Image, int WorstPlace)> chosen = ImageChoice.Of(badness, 6);

        Assert.Equal([(93, 1), (50, 2), (7, 3)], chosen.Where(c => badness[c.Image] > 0.5).Select(c => (c.Image, c.WorstPlace)));
        Assert.Equal(6, chosen.Select(c => c.Image).Distinct().Count());
        Assert.Contains(chosen, c => c.Image == 16);
        Assert.Contains(chosen, c => c.Image == 83);
    }

    [Fact]
    public void No_place_among_the_worst_is_missing()
    {
        double[] badness = [.. Enumerable.Range(0, 20).Select(i => 0.5 + (i * 7 % 20 / 100.0))];
        int[] places = [.. ImageChoice.Of(badness, 12).Select(c => c.WorstPlace).Where(p => p > 0).Order()];
        Assert.Equal(Enumerable.Range(1, places.Length), places);
        Assert.True(places.Length >= 6);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(3, 5)]
    [InlineData(5, 3)]
    [InlineData(7, 7)]
    [InlineData(9, 0)]
    public void Each_image_is_chosen_once_and_none_too_many(int images, int wanted)
    {
        IReadOnlyList<(int Image, int WorstPlace)> chosen = ImageChoice.Of(new double[images], wanted);
        Assert.Equal(Math.Min(images, wanted), chosen.Select(c => c.Image).Distinct().Count());
        Assert.Equal(chosen.Count, chosen.Select(c => c.Image).Distinct().Count());
        Assert.All(chosen, c => Assert.InRange(c.Image, 0, images - 1));
        Assert.All(chosen, c => Assert.Equal(0, c.WorstPlace)); // nothing is bad here
    }
}
