using SeCo.Imaging;
using SeCo.PixelLabels;
using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.PixelLabels;

public sealed class LabelStatisticsTests
{
    [Fact]
    public void What_is_saved_is_loaded_with_the_same_counts_and_hash()
    {
        using TempFolder folder = new();
        LabelStatistics statistics = Of((3, 7), (1, 9));
        statistics.Save(folder["a"], "settings");

        LabelStatistics loaded = LabelStatistics.Load(folder["a"], 2, "settings");

        Assert.Equal((2, statistics.Hash), (loaded.Images, loaded.Hash));
        Assert.Equal(2, loaded.Groups[""].Count(1));
        Assert.Equal(9, loaded.Groups[""].LevelOf(1, 0.1));
    }

    [Fact]
    public void Shards_together_are_the_whole_set_in_any_order()
    {
        LabelStatistics together = Of((1, 9));
        together.Add(Of((3, 7)));

        Assert.Equal(Of((3, 7), (1, 9)).Hash, together.Hash);
        Assert.Contains("image 3 is in two shards", Assert.Throws<FormatException>(() => together.Add(Of((3, 7)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_files_and_those_of_other_settings_are_named_with_the_way_out()
    {
        using TempFolder folder = new();
        Assert.Contains("no such file", Fault("settings"), StringComparison.Ordinal);
        Of((1, 9)).Save(folder["a"], "settings");
        Assert.Contains("other options or images", Fault("others"), StringComparison.Ordinal);
        byte[] bytes = File.ReadAllBytes(folder["a"]);
        bytes[10] ^= 1;
        File.WriteAllBytes(folder["a"], bytes);
        Assert.Contains("its checksum is wrong. Delete it and run the shard again.", Fault("settings"), StringComparison.Ordinal);
        File.WriteAllBytes(folder["a"], [1, 2]);
        Assert.Contains("its checksum is wrong", Fault("settings"), StringComparison.Ordinal);

        string Fault(string settings) => Assert.Throws<DatasetException>(() => LabelStatistics.Load(folder["a"], 2, settings)).Message;
    }

    // Images of one pixel of class 1, each with a confidence.
    private static LabelStatistics Of(params (int Image, ushort Level)[] images)
    {
        LabelStatistics statistics = new(2);
        foreach ((int image, ushort level) in images)
        {
            statistics.Add(image, "", new PixelAnswer(new LabelMap(1, 1, [1]), new ConfidenceMap(1, 1, [level]), level));
        }

        return statistics;
    }
}
