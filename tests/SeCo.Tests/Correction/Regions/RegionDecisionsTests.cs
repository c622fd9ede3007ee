using SeCo.Correction.Regions;
using SeCo.Imaging.Rle;
using SeCo.Labels;
using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Correction.Regions;

public sealed class RegionDecisionsTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private string Path => _temp["decisions"];

    [Fact]
    public void What_was_decided_is_read_again_for_each_image_alone()
    {
        RegionTable table = Table();
        RegionDecisions.From(table, [0.25, 4, 1], [0.5, 0.125, 1]).Save(Path, 3);

        using RegionDecisions read = RegionDecisions.Open(Path, 3);
        Assert.Equal([0.25, 4], read.Scores);
        Assert.Equal([0.5, 0.125, 1], read.Doubts!);
        for (int image = 0; image < 3; image++)
        {
            Assert.Equal(
                table.Of(image).Select(r => (r.Place, r.Class, r.Outcome, r.PixelScore)),
                read.Of(image).Select(r => (r.Place, r.Class, r.Outcome, r.PixelScore)));
        }
    }

    [Fact]
    public void A_file_that_is_missing_cut_or_of_other_images_is_refused()
    {
        Assert.Contains("`regions` first", Assert.Throws<DatasetException>(() => RegionDecisions.Open(Path, 3)).Message, StringComparison.Ordinal);
        RegionDecisions.From(Table(), [0, 1, 2], null).Save(Path, 3);
        Assert.Throws<DatasetException>(() => RegionDecisions.Open(Path, 2));
        byte[] whole = File.ReadAllBytes(Path);
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(Path, whole[..length]);
            Assert.Throws<DatasetException>(() => RegionDecisions.Open(Path, 3));
        }
    }

    [Fact]
    public void A_changed_byte_is_found_wherever_it_is()
    {
        RegionDecisions.From(Table(), [0, 1, 2], [0.5, 0.125, 1]).Save(Path, 3);
        byte[] whole = File.ReadAllBytes(Path);
        for (int place = 0; place < whole.Length; place++)
        {
            byte[] damaged = [.. whole];
            damaged[place] ^= 1;
            File.WriteAllBytes(Path, damaged);
            Assert.Throws<DatasetException>(() =>
            {
                using RegionDecisions read = RegionDecisions.Open(Path, 3);
                Enumerable.Range(0, 3).ToList().ForEach(image => read.Of(image));
            });
        }
    }

    public void Dispose() => _temp.Dispose();

    // Two regions, none, one.
    private static RegionTable Table()
    {
        ConnectedRegion region = ConnectedRegion.FromMask(0, 2, RunLengthMask.FromCounts(2, 1, [0, 1, 1]));
        RegionTable table = new([[region, region with { CategoryId = 1 }], [], [region]]);
        table.Rows[0].Outcome = new RegionOutcome(0.5, 0.75, 0.1, 2, RegionVerdict.Clean, 2);
        table.Rows[0].PixelScore = 1.5;
        table.Rows[1].Outcome = new RegionOutcome(1.5, 0.99, null, 0, RegionVerdict.Corrected, 0);
        table.Rows[2].Outcome = new RegionOutcome { Verdict = RegionVerdict.Rejected, Label = 255 };
        return table;
    }
}
