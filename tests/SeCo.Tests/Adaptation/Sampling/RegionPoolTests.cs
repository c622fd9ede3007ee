using SeCo.Adaptation;
using SeCo.Adaptation.Sampling;
using SeCo.Datasets;
using SeCo.Imaging.Rle;
using SeCo.Labels;
using SeCo.Storage;
using SeCo.Testing;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Adaptation.Sampling;

public sealed class RegionPoolTests
{
    private static readonly ClassSet Classes = ClassSet.Named("camvid11");

    [Fact]
    public void Holds_trusted_regions_of_minority_classes_by_the_label_they_were_given()
    {
        using TempFolder folder = new();
        RegionPool pool = Read(
            folder,
            [
                Region(0, 8, 30, RegionVerdict.Clean, 8),
                Region(1, 3, 30, RegionVerdict.Corrected, 9),
                Region(2, 8, 30, RegionVerdict.Rejected, 255),
                Region(3, 8, 30, RegionVerdict.Undecided, null),
                Region(4, 8, 19, RegionVerdict.Clean, 8),
                Region(5, 1, 30, RegionVerdict.Clean, 1),
            ],
            [8, 9]);
        RandomSource random = new(1);
        HashSet<PooledRegion> drawn = [.. Enumerable.Range(0, 100).Select(_ => pool.Draw(random))];
        Assert.Equal([new PooledRegion(0, 0, 8), new PooledRegion(0, 1, 9)], drawn.OrderBy(r => r.Id));
    }

    [Fact]
    public void A_pool_without_regions_is_a_fault_that_names_the_classes()
    {
        using TempFolder folder = new();
        DatasetException fault = Assert.Throws<DatasetException>(() => Read(folder, [Region(0, 1, 30, RegionVerdict.Clean, 1)], [8]));
        Assert.Contains(Classes.Classes[8].Name, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Named_classes_must_exist()
    {
        string name = Classes.Classes[10].Name;
        Assert.Equal([10], RegionPool.Minority(new PasteOptions { Classes = [name] }, Classes, () => throw new InvalidOperationException()));
        ArgumentException fault = Assert.Throws<ArgumentException>(
            () => RegionPool.Minority(new PasteOptions { Classes = [name + "x"] }, Classes, () => throw new InvalidOperationException()));
        Assert.Contains(name, fault.Message, StringComparison.Ordinal);
    }

    private static RegionPool Read(TempFolder folder, ConnectedRegion[] regions, HashSet<int> minority)
    {
        RegionFile.Write(folder["a.json"], regions);
        TrainingImage image = new() { Name = "a", ImagePath = folder["a.png"], RegionPath = folder["a.json"] };
        return RegionPool.Read([image with { RegionPath = null }, image], minority, 20, Classes, 2, TestContext.Current.CancellationToken);
    }

    private static ConnectedRegion Region(int id, int category, uint area, RegionVerdict verdict, int? label) =>
        ConnectedRegion.FromMask(id, category, RunLengthMask.FromCounts(20, 10, [50, area, 150 - area]))
            with { Outcome = new RegionOutcome { Verdict = verdict, Label = label } };
}
