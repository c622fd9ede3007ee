using SeCo.Aggregation.Segmenters.BuiltIn;
using SeCo.Imaging;
using Xunit;

namespace SeCo.Tests.Aggregation.Segmenters.BuiltIn;

public sealed class RegionHierarchyTests
{
    // Four superpixels of one column each: two nearly equal reds, two nearly equal blues.
    private static readonly RegionHierarchy Tree = Build([(250, 0, 0), (240, 0, 0), (0, 0, 240), (0, 0, 250)]);

    [Fact]
    public void What_differs_least_merges_first()
    {
        int[] two = Tree.Cut(2, out int[] regions);

        Assert.Equal(2, regions.Length);
        Assert.Equal((true, true, false), (two[0] == two[1], two[2] == two[3], two[0] == two[2]));
        Assert.Equal([0, 0, 0, 0], Tree.Cut(1, out _));
        Assert.Equal(4, Tree.Cut(99, out _).Distinct().Count());
    }

    [Fact]
    public void The_whole_image_is_never_distinct_and_halves_of_unlike_colours_are()
    {
        Tree.Cut(2, out int[] halves);
        Tree.Cut(1, out int[] whole);

        Assert.Equal(0, Tree.Distinctness(whole[0]));
        Assert.All(halves, half => Assert.InRange(Tree.Distinctness(half), 0.5f, 1));
    }

    [Fact]
    public void Around_no_superpixel_there_is_nothing_and_around_one_at_most_a_quarter_of_the_image()
    {
        Assert.DoesNotContain(true, Tree.MostDistinctAround([], out float none));
        Assert.Equal(0, none);
        Assert.Equal([false, true, false, false], Tree.MostDistinctAround([1], out _));
    }

    private static RegionHierarchy Build((byte R, byte G, byte B)[] columns)
    {
        RgbImage image = new(columns.Length, 3);
        for (int i = 0; i < image.Width * image.Height; i++)
        {
            (image.Pixels[3 * i], image.Pixels[(3 * i) + 1], image.Pixels[(3 * i) + 2]) = columns[i % columns.Length];
        }

        int[] superpixels = [.. Enumerable.Range(0, image.Width * image.Height).Select(i => i % columns.Length)];
        return RegionHierarchy.Build(LabImage.FromRgb(image), new float[superpixels.Length], superpixels, columns.Length, CancellationToken.None);
    }
}
