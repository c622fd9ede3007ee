using SeCo.Correction.Regions;
using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.Labels;
using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Correction.Regions;

public sealed class RegionTableTests
{
    private static readonly ClassSet Two =
        new("two", [new SegmentationClass(0, "a", default, ClassKind.Stuff), new SegmentationClass(1, "b", default, ClassKind.Thing)]);

    [Fact]
    public void Rows_follow_images_and_files()
    {
        using TempFolder folder = new();
        RegionFile.Write(folder["a.json"], [Region(4, 1), Region(9, 0) with { MeanConfidence = 0.5, TrueLabel = new RegionTruth(1, 60, false) }]);
        RegionFile.Write(folder["b.json"], []);
        RegionFile.Write(folder["c.json"], [Region(2, 0)]);

        RegionTable table = RegionTable.Read([folder["a.json"], folder["b.json"], folder["c.json"]], Two);

        Assert.Equal((3, 3), (table.Count, table.ImageCount));
        Assert.Equal([0, 0, 2], table.Images.ToArray());
        Assert.Equal([4, 9, 2], table.Ids.ToArray());
        Assert.Equal([1, 0, 0], table.Classes.ToArray());
        Assert.Equal([2, 2, 2], table.Areas.ToArray());
        Assert.Equal(new Box(1, 0, 2, 2), table.Bounds[2]);
        Assert.Equal([float.NaN, 0.5f, float.NaN], table.MeanConfidences.ToArray());
        Assert.Equal([255, 1, 255], table.Truths.ToArray());
        Assert.Equal([(0, 2), (2, 0), (2, 1)], Enumerable.Range(0, 3).Select(table.RowsOf));
        Assert.Equal([0, 1, 0], Enumerable.Range(0, 3).Select(table.PlaceInImage));
    }

    [Fact]
    public void What_correction_writes_comes_back_from_a_file()
    {
        using TempFolder folder = new();
        RegionTable table = new();
        table.AddImage([Region(0, 1)]);
        Assert.Equal(new RegionOutcome(), table.OutcomeOf(0));
        table.Losses[0] = 0.25;
        table.MaxProbabilities[0] = 0.5f;
        table.NoiseProbabilities[0] = 0.75;
        table.Predicted[0] = 1;
        table.Verdicts[0] = RegionVerdict.Rejected;

        RegionFile.Write(folder["a.json"], [Region(0, 1) with { Outcome = table.OutcomeOf(0) }]);
        RegionTable again = RegionTable.Read([folder["a.json"]], Two);

        Assert.Equal(table.OutcomeOf(0), again.OutcomeOf(0));
        Assert.Equal(255, again.OutcomeOf(0).Label);
    }

    [Fact]
    public void A_million_regions_cost_less_than_400_bytes_each_growing_included()
    {
        ConnectedRegion[] regions = [.. Enumerable.Repeat(Region(0, 1), 1000)];
        RegionTable table = new();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int image = 0; image < 1000; image++)
        {
            table.AddImage(regions);
        }

        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(1_000_000, table.Count);
        Assert.True(bytes < 400_000_000, $"{bytes} bytes");
    }

    [Fact]
    public void A_malformed_file_is_named()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder["a.json"], "[{]");
        Assert.Contains("a.json", Assert.Throws<DatasetException>(() => RegionTable.Read([folder["a.json"]], Two)).Message, StringComparison.Ordinal);
    }

    private static ConnectedRegion Region(int id, int category) => ConnectedRegion.FromMask(id, category, RunLengthMask.FromCounts(2, 2, [2, 2]));
}
