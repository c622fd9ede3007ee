using System.Text.Json.Nodes;
using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.RunFiles;
using SeCo.SegmentAnything;
using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.SegmentAnything.MaskFiles;

public sealed class MaskRecordFileTests
{
    // 5 x 4 pixels, the square of 2 x 2 at (1, 1).
    private const string Square =
        """{"segmentation": {"size": [4, 5], "counts": [5, 2, 2, 2, 9]}, "area": 4, "bbox": [1, 1, 1, 1], "predicted_iou": 0.5"""
        + """, "point_coords": [[1.5, 2.0]], "stability_score": 0.75, "crop_box": [0, 0, 5, 4]}""";

    [Theory]
    [InlineData("plain", 39)]
    [InlineData("crops", 26)]
    [InlineData("regions", 29)]
    public void Records_of_the_official_generator_are_read_and_come_out_with_the_same_values(string name, int count)
    {
        using TempFolder folder = new();
        JsonNode golden = JsonNode.Parse(File.ReadAllText(SharedData.Require($"golden/sam/amg/{name}.json")))!;
        JsonArray official = golden["records"]!.AsArray();
        Assert.Equal(count, official.Count);
        File.WriteAllText(folder["official.json"], official.ToJsonString());

        MaskRecordFile.Write(folder["ours.json"], MaskRecordFile.Read(folder["official.json"]));

        JsonArray ours = JsonNode.Parse(File.ReadAllText(folder["ours.json"]))!.AsArray();
        foreach ((JsonNode? expected, JsonNode? found) in official.Zip(ours))
        {
            Assert.Equal(expected!.AsObject().Select(f => f.Key), found!.AsObject().Select(f => f.Key));
            foreach ((string field, JsonNode? value) in expected.AsObject().Where(f => f.Key != "segmentation"))
            {
                Assert.Equal(Numbers(value!), Numbers(found[field]!));
            }

            JsonNode mask = expected["segmentation"]!;
            RunLengthMask read = RunLengthMask.Parse((int)mask["size"]![1]!, (int)mask["size"]![0]!, (string)found["segmentation"]!["counts"]!);
            Assert.Equal(Numbers(mask["counts"]!), read.Counts.ToArray().Select(c => (double)c));
        }
    }

    [Fact]
    public void The_form_of_SA_1B_keeps_every_field_and_names_the_image()
    {
        using TempFolder folder = new();
        MaskRecord[] records = [Record(0.123456789, ImageBox.OfSize(0.5, 0, 4, 4)), Record(1, ImageBox.OfSize(0, 0, 5, 4))];

        MaskRecordFile.WriteSa1b(folder["a.json"], new MaskFileImage(7, 5, 4, "streets/ä.jpg"), records);

        JsonNode file = JsonNode.Parse(File.ReadAllText(folder["a.json"]))!;
        Assert.Equal(
            (7, 5, 4, "streets/ä.jpg"),
            ((int)file["image"]!["image_id"]!, (int)file["image"]!["width"]!, (int)file["image"]!["height"]!, (string)file["image"]!["file_name"]!));
        Assert.Equal([0, 1], file["annotations"]!.AsArray().Select(a => (int)a!["id"]!));
        MaskRecord[] read = [.. MaskRecordFile.Read(folder["a.json"], (5, 4))];
        foreach ((MaskRecord expected, MaskRecord found) in records.Zip(read))
        {
            Assert.Equal(expected.Segmentation.Counts.ToArray(), found.Segmentation.Counts.ToArray());
            Assert.Equal(expected.PointCoordinates, found.PointCoordinates);
            Assert.Equal(expected with { PointCoordinates = [] }, found with { PointCoordinates = [], Segmentation = expected.Segmentation });
        }
    }

    [Fact]
    public void Numbers_are_written_as_the_official_implementation_writes_them()
    {
        using TempFolder folder = new();
        MaskRecordFile.Write(folder["a.json"], [Record(1, ImageBox.OfSize(0, 0, 5, 4))]);
        string text = File.ReadAllText(folder["a.json"]);
        Assert.Equal(
            """[{"segmentation":{"size":[4,5],"counts":"52207"},"area":4,"bbox":[1,1,1,1],"predicted_iou":1.0"""
            + ""","point_coords":[[1.5,2.0]],"stability_score":0.75,"crop_box":[0,0,5,4]}]""",
            text);
    }

    [Fact]
    public void A_mask_alone_is_enough_in_files_made_elsewhere()
    {
        MaskRecord record = Assert.Single(Read(
            """{"info": {"a": [1, 2]}, "annotations": [{"segmentation": {"counts": "52207", "size": [4, 5]}}], "more": 3}"""));
        Assert.Equal((4L, ImageBox.OfSize(1, 1, 1, 1), 0.0, 0.0), (record.Area, record.Bounds, record.PredictedIou, record.StabilityScore));
        Assert.Equal((0, ImageBox.OfSize(0, 0, 5, 4)), (record.PointCoordinates.Count, record.CropBox));
    }

    [Fact]
    public void A_measure_that_is_no_number_is_null_in_the_file()
    {
        using TempFolder folder = new();
        MaskRecordFile.Write(folder["a.json"], [Record(0.5, ImageBox.OfSize(0, 0, 5, 4)) with { StabilityScore = double.NaN }]);

        Assert.Contains("\"stability_score\":null", File.ReadAllText(folder["a.json"]), StringComparison.Ordinal);
        Assert.Equal(double.NaN, Assert.Single(MaskRecordFile.Read(folder["a.json"])).StabilityScore);
    }

    [Fact]
    public void An_empty_list_is_no_fault()
    {
        Assert.Empty(Read("[]"));
        Assert.Empty(Read("""{"annotations": []}"""));
    }

    [Theory]
    [InlineData("""{"x": 1}""", "annotations")]
    [InlineData("3", "annotations")]
    [InlineData("", "JSON")]
    [InlineData("[" + Square, "record 1")]
    [InlineData("[" + Square + "] []", "")]
    [InlineData("""{"annotations": [], "annotations": []}""", "twice")]
    [InlineData("""{"image": {"width": 5, "height": 3}, "annotations": [""" + Square + "]}", "but the masks before have 5 x 3")]
    [InlineData("""{"annotations": [""" + Square + """], "image": {"width": 9, "height": 4}}""", "9 x 4")]
    [InlineData("[" + Square + """, {"segmentation": {"size": [5, 4], "counts": [20]}}]""", "record 1")]
    [InlineData("[{\"area\": 4}]", "no segmentation")]
    [InlineData("""[{"segmentation": {"size": [4, 5], "counts": [5, 2, 2, 2, 8]}}]""", "sum to 19")]
    [InlineData("""[{"segmentation": {"size": [4, 5], "counts": [5, -2, 4, 2, 11]}}]""", "whole numbers")]
    [InlineData("""[{"segmentation": {"size": [4, 5], "counts": "522"}}]""", "sum to")]
    [InlineData("""[{"segmentation": {"size": [400000, 500000], "counts": [1]}}]""", "no possible image size")]
    [InlineData("""[{"segmentation": {"size": [4, 5], "counts": [5, 2, 2, 2, 9]}, "area": 5}]""", "area is 5, but the mask has 4")]
    [InlineData("""[{"segmentation": {"size": [4, 5], "counts": [5, 2, 2, 2, 9]}, "bbox": [3, 1, 1, 1]}]""", "bbox")]
    [InlineData("""[{"segmentation": {"size": [4, 5], "counts": [5, 2, 2, 2, 9]}, "bbox": [1, 1, -1, 1]}]""", "bbox")]
    [InlineData("""[{"segmentation": {"size": [4, 5], "counts": [5, 2, 2, 2, 9]}, "predicted_iou": 1e999}]""", "predicted_iou")]
    [InlineData("""[{"segmentation": {"size": [4, 5], "counts": [5, 2, 2, 2, 9]}, "predicted_iou": NaN}]""", "record 0")]
    [InlineData("""[{"segmentation": {"size": [4, 5], "counts": [5, 2, 2, 2, 9]}, "crop_box": [0, 0, 6, 4]}]""", "leaves the image")]
    public void Faults_name_the_file_the_record_and_what_was_found(string text, string expected)
    {
        DatasetException fault = Assert.Throws<DatasetException>(() => Read(text));
        Assert.Contains("a.json: record ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Masks_of_another_size_than_the_image_are_refused_and_files_that_are_not_there_are_named()
    {
        Assert.Contains("the image has 6 x 4", Assert.Throws<DatasetException>(() => Read("[" + Square + "]", (6, 4))).Message, StringComparison.Ordinal);
        Assert.Contains("nowhere.json", Assert.Throws<DatasetException>(() => MaskRecordFile.Read("nowhere.json").ToList()).Message, StringComparison.Ordinal);
    }

    private static MaskRecord[] Read(string text, (int Width, int Height)? size = null)
    {
        using TempFolder folder = new();
        File.WriteAllText(folder["a.json"], text);
        return [.. MaskRecordFile.Read(folder["a.json"], size)];
    }

    private static MaskRecord Record(double iou, ImageBox crop) => new(
        Segmentation: RunLengthMask.FromCounts(5, 4, [5, 2, 2, 2, 9]),
        Area: 4,
        Bounds: ImageBox.OfSize(1, 1, 1, 1),
        PredictedIou: iou,
        PointCoordinates: [new ImagePoint(1.5, 2)],
        StabilityScore: 0.75,
        CropBox: crop);

    private static double[] Numbers(JsonNode node) => node is JsonArray list ? [.. list.SelectMany(n => Numbers(n!))] : [(double)node];
}
