using System.Text;
using System.Text.Json.Nodes;
using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.Labels;
using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Labels;

public sealed class RegionFileTests
{
    private const string Square =
        """{"segmentation": {"size": [4, 5], "counts": [5, 2, 2, 2, 9]}, "bbox": [1, 1, 2, 2], "area": 4, "category_id": 1, "id": 0}""";

    [Fact]
    public void Files_of_the_reference_come_out_as_they_went_in_byte_for_byte()
    {
        string folder = SharedData.Require("golden/scc/ins_mask");
        string[] files = Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != "index.json").ToArray();
        Assert.Equal(11, files.Length);
        foreach (string file in files)
        {
            using MemoryStream written = new();
            RegionFile.Write(written, RegionFile.Read(file), RegionFileStyle.Reference);
            Assert.Equal(File.ReadAllText(file).TrimEnd('\n'), Encoding.UTF8.GetString(written.ToArray()));
        }
    }

    [Theory]
    [InlineData(RegionFileStyle.Compact)]
    [InlineData(RegionFileStyle.Reference)]
    public void Keeps_every_field(RegionFileStyle style)
    {
        using TempFolder folder = new();
        ConnectedRegion region = Region(7) with
        {
            TrueLabel = new RegionTruth(255, 66.67, false),
            MeanConfidence = 0.125,
            Origin = new RegionOrigin(RegionOriginKind.ThingPrompt, 0.9, new Box(1, 0, 5, 4), [new ImagePoint(1.5, 2)]),
            Outcome = new RegionOutcome { Loss = 1e-7, Score = 1, NoiseProbability = 0.6, PredictedId = 3, Verdict = RegionVerdict.Corrected, Label = 3 },
        };
        RegionFile.Write(folder["a.json"], [region], style);

        ConnectedRegion read = Assert.Single(RegionFile.Read(folder["a.json"]));

        Assert.Equal(region.Mask.Counts.ToArray(), read.Mask.Counts.ToArray());
        Assert.Equal(region.Origin!.Points, read.Origin!.Points);
        Assert.Equal(region.Origin with { Points = [] }, read.Origin with { Points = [] });
        Assert.Equal(region with { Origin = null }, read with { Origin = null, Mask = region.Mask });
    }

    [Fact]
    public void Leaves_unknown_fields_out()
    {
        using MemoryStream written = new();
        RegionFile.Write(written, [Region(0)]);
        JsonObject json = JsonNode.Parse(written.ToArray())![0]!.AsObject();
        Assert.Equal(["segmentation", "bbox", "area", "category_id", "id"], json.Select(field => field.Key));
    }

    [Fact]
    public void Both_forms_of_run_lengths_give_the_same_mask()
    {
        string text = Region(0).Mask.ToCompressedString();
        ConnectedRegion list = Assert.Single(Read($"[{Square}]"));
        ConnectedRegion compressed = Assert.Single(Read($"[{Square.Replace("[5, 2, 2, 2, 9]", $"\"{text}\"", StringComparison.Ordinal)}]"));
        Assert.Equal(list.Mask.Counts.ToArray(), compressed.Mask.Counts.ToArray());
        Assert.Equal(new Box(1, 1, 3, 3), list.Bounds);
        Assert.Equal(4, list.Area);
    }

    [Fact]
    public void Skips_fields_it_does_not_know_and_reads_whole_numbers_written_as_reals()
    {
        ConnectedRegion region =
            Assert.Single(Read($"[{Square.Replace("\"area\": 4", "\"area\": 4.0, \"iscrowd\": {\"a\": [1, {}]}", StringComparison.Ordinal)}]"));
        Assert.Equal(4, region.Area);
    }

    [Fact]
    public void An_empty_list_has_no_regions() => Assert.Empty(Read(" [ ] "));

    [Theory]
    [InlineData("", "region 0")]
    [InlineData("{}", "not a list")]
    [InlineData("[", "region 0")]
    [InlineData("[1]", "must be an object")]
    [InlineData("[{}]", "no segmentation, category_id, id")]
    [InlineData("[SQUARE", "region 1")]
    [InlineData("[SQUARE] x", "region 1")]
    [InlineData("[SQUARE,SQUARE]", "region 1: id 0 occurs twice")]
    public void A_malformed_list_names_file_region_and_fault(string json, string fault) =>
        AssertFault(json.Replace("SQUARE", Square, StringComparison.Ordinal), fault);

    [Theory]
    [InlineData("[5, 2, 2, 2, 9]", "[5, 2, 2, 2, 8]", "sum to 19")]
    [InlineData("[5, 2, 2, 2, 9]", "[5, 2, 2, 2, -9]", "segmentation.counts")]
    [InlineData("[5, 2, 2, 2, 9]", "[20]", "empty")]
    [InlineData("[5, 2, 2, 2, 9]", "\"5~~\"", "Run-length text")]
    [InlineData("[5, 2, 2, 2, 9]", "7", "segmentation.counts")]
    [InlineData("[4, 5]", "[4, 5, 6]", "segmentation.size")]
    [InlineData("[4, 5]", "[0, 5]", "no possible image size")]
    [InlineData("[4, 5]", "[2000000000, 2000000000]", "no possible image size")]
    [InlineData("[4, 5]", "[5, 5]", "sum to 20")]
    [InlineData("\"area\": 4", "\"area\": 5", "area is 5, but the mask has 4")]
    [InlineData("\"area\": 4", "\"area\": \"4\"", "area must be a finite number")]
    [InlineData("[1, 1, 2, 2]", "[1, 1, 2, 3]", "bbox is [1, 1, 2, 3]")]
    [InlineData("[1, 1, 2, 2]", "[1, 1, 2]", "bbox must be")]
    [InlineData("\"category_id\": 1", "\"category_id\": 19", "category_id is 19, but class set 'two' has 0 to 1")]
    [InlineData("\"category_id\": 1", "\"category_id\": 255", "category_id is 255")]
    [InlineData("\"category_id\": 1", "\"category_id\": 1.5", "whole number")]
    [InlineData("\"category_id\": 1", "\"category_id\": 1e99", "whole number")]
    [InlineData("\"category_id\": 1", "\"category_id\": 1, \"true_label\": {\"purity\": 1}", "true_label: no id")]
    [InlineData("\"category_id\": 1", "\"category_id\": 1, \"true_label\": 7", "true_label must be an object")]
    [InlineData("\"category_id\": 1", "\"category_id\": 1, \"verdict\": \"maybe\"", "verdict 'maybe', expected one of")]
    [InlineData("\"category_id\": 1", "\"category_id\": 1, \"predicted_id\": 2", "predicted_id is 2")]
    [InlineData("\"category_id\": 1", "\"category_id\": 1, \"label\": -1", "label is -1")]
    [InlineData("\"category_id\": 1", "\"category_id\": null", "category_id must be a finite number")]
    [InlineData(", \"id\": 0", "", "no id")]
    public void A_malformed_region_names_file_region_and_fault(string found, string replacement, string fault) =>
        AssertFault($"[{Square.Replace(found, replacement, StringComparison.Ordinal)}]", fault);

    [Fact]
    public void Masks_of_another_size_than_expected_are_refused()
    {
        DatasetException error = Assert.Throws<DatasetException>(() => Read($"[{Square}]", (4, 4)));
        Assert.Contains("the mask is 5 x 4 pixels, expected 4 x 4", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        DatasetException error = Assert.Throws<DatasetException>(() => RegionFile.Read("no/such.json").ToList());
        Assert.Contains("no/such.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_cut_of_a_file_is_refused()
    {
        for (int length = 0; length < Square.Length + 1; length++)
        {
            string cut = $"[{Square}]"[..length];
            Assert.Throws<DatasetException>(() => Read(cut));
        }
    }

    private static ConnectedRegion Region(int id) => ConnectedRegion.FromMask(id, 1, RunLengthMask.FromCounts(5, 4, [5, 2, 2, 2, 9]));

    private static List<ConnectedRegion> Read(string json, (int, int)? size = null)
    {
        using TempFolder folder = new();
        File.WriteAllText(folder["regions.json"], json);
        ClassSet two = new("two", [new SegmentationClass(0, "a", default, ClassKind.Stuff), new SegmentationClass(1, "b", default, ClassKind.Thing)]);
        return [.. RegionFile.Read(folder["regions.json"], two, size)];
    }

    private static void AssertFault(string json, string fault)
    {
        DatasetException error = Assert.Throws<DatasetException>(() => Read(json));
        Assert.Contains("regions.json: region", error.Message, StringComparison.Ordinal);
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }
}
