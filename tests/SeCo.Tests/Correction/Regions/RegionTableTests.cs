using SeCo.Correction.Regions;
using SeCo.Imaging.Rle;
using SeCo.Labels;
using Xunit;

namespace SeCo.Tests.Correction.Regions;

public sealed class RegionTableTests
{
    [Fact]
    public void Rows_follow_images_and_files()
    {
        RegionTable table = new([[Region(4, 1), Region(9, 0) with { MeanConfidence = 0.5 }], [], [Region(2, 0)]]);

        Assert.Equal([new(0, 0, 1, 2, float.NaN), new(0, 1, 0, 2, 0.5f), new RegionRow(2, 0, 0, 2, float.NaN)], table.Rows);
        Assert.Equal([2, 0, 1], Enumerable.Range(0, 3).Select(image => table.Of(image).Count));
        Assert.Same(table.Rows[2], table.Of(2)[0]);
    }

    [Fact]
    public void A_million_regions_cost_less_than_400_bytes_each_growing_included()
    {
        ConnectedRegion[] regions = [.. Enumerable.Repeat(Region(0, 1), 1000)];
        long before = GC.GetAllocatedBytesForCurrentThread();

        RegionTable table = new(Enumerable.Repeat(regions, 1000));

        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(1_000_000, table.Rows.Count);
        Assert.True(bytes < 400_000_000, $"{bytes} bytes");
    }

    private static ConnectedRegion Region(int id, int category) => ConnectedRegion.FromMask(id, category, RunLengthMask.FromCounts(2, 2, [2, 2]));
}
