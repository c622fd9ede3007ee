using System.IO.Compression;
using System.Text.Json;
using SeCo.Datasets;
using SeCo.Exchange;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.SegmentAnything;
using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Exchange;

/// <summary>What is given out comes back as it was, in every format; and what a person changes comes back changed.</summary>
public sealed class RoundTripTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly RegionSelection _all = TwoScenes.Select();

    public RoundTripTests() => QuestionFile.Write(_temp["q.json"], _all);

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Questions_come_back_with_classes_images_and_shown_classes()
    {
        QuestionFile read = QuestionFile.Read(_temp["q.json"]);
        Assert.Equal((TwoScenes.Classes.Name, 19), (read.Classes.Name, read.Classes.Count));
        Assert.Equal(TwoScenes.Classes.Classes, read.Classes.Classes);
        Assert.Equal([TwoScenes.Day, TwoScenes.Night], read.Images);
        Assert.Equal([0, 13, 8, 11], read.Images.SelectMany(i => read.Regions[i.Name]).Select(r => r.CategoryId));
        Assert.Equal("review.questions.json", QuestionFile.PathFor("review.zip"));
    }

    [Theory]
    [InlineData(CocoCounts.Text)]
    [InlineData(CocoCounts.List)]
    public async Task Coco_comes_back_confirmed(CocoCounts counts)
    {
        AtomicFile.Write(_temp["answers.json"], stream => CocoFile.Write(stream, _all, counts));
        Assert.Equal(new ReviewImportSummary(2, 0, 4, 0, 0, 0), await Import("answers.json"));
        JsonElement root = JsonDocument.Parse(File.ReadAllBytes(_temp["answers.json"])).RootElement, first = root.GetProperty("annotations")[0];
        Assert.Equal(counts == CocoCounts.List ? 1 : 0, first.GetProperty("iscrowd").GetInt32());
        Assert.Equal(
            counts == CocoCounts.List ? JsonValueKind.Array : JsonValueKind.String, first.GetProperty("segmentation").GetProperty("counts").ValueKind);
        Assert.Equal((1, 1), (first.GetProperty("image_id").GetInt32(), first.GetProperty("category_id").GetInt32()));
        Assert.Equal("road", root.GetProperty("categories")[0].GetProperty("name").GetString());
        Assert.Equal(0.1, first.GetProperty("score").GetDouble(), 12);
        if (counts == CocoCounts.List)
        {
            // The upper left corner, 6 columns of 4 rows in an image of 8 rows: no zeros first, then four inside and four outside in turn.
            Assert.Equal(
                [0, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 52], first.GetProperty("segmentation").GetProperty("counts").EnumerateArray().Select(c => c.GetInt32()));
        }
    }

    [Fact]
    public async Task Coco_polygons_of_another_program_are_read()
    {
        File.WriteAllText(_temp["answers.json"], """
            {"info": {}, "annotations": [{"id": 7, "image_id": 3, "category_id": 9, "segmentation": [[0, 0, 6, 0, 6, 4, 0, 4]], "iscrowd": 0}],
             "categories": [{"id": 9, "name": "Sky", "supercategory": ""}], "images": [{"id": 3, "file_name": "task/day/a.png", "width": 12, "height": 8}]}
            """);
        ReviewImportSummary summary = await Import("answers.json");
        Assert.Equal(new ReviewImportSummary(1, 1, 0, 1, 1, 0), summary); // road became sky, the car is gone, night was not answered
        Assert.Equal([10, 255], Reviews("day/a").Select(r => (int)r.Label));
        Assert.False(File.Exists(_temp["reviews/night/b.json"]));
    }

    [Theory]
    [InlineData("20240101123000017", "20240101123000017")]
    [InlineData("\"a7\"", "\"a7\"")]
    [InlineData("3", "\"3\"")]
    public async Task Coco_ids_may_be_long_or_texts_and_a_box_alone_means_its_pixels(string id, string reference)
    {
        File.WriteAllText(_temp["answers.json"], $$"""
            {"annotations": [{"id": 7, "image_id": {{reference}}, "category_id": {{id}}, "segmentation": [], "bbox": [0, 0, 6.0, 4], "iscrowd": 0}],
             "categories": [{"id": {{reference}}, "name": "sky"}], "images": [{"id": {{id}}, "file_name": "day/a.png", "width": 12, "height": 8}]}
            """);
        Assert.Equal(new ReviewImportSummary(1, 1, 0, 1, 1, 0), await Import("answers.json"));
        Assert.Contains(
            "a box alone is no mask",
            Assert.Throws<DatasetException>(() => MaskFileImport.Run(_temp["answers.json"], _temp["masks"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cvat_comes_back_confirmed_and_is_laid_out_as_the_format_says()
    {
        AtomicFile.Write(_temp["answers.zip"], stream => CvatArchive.Write(stream, _all));
        Assert.Equal(new ReviewImportSummary(2, 0, 4, 0, 0, 0), await Import("answers.zip"));
        using ZipArchive zip = ZipFile.OpenRead(_temp["answers.zip"]);
        Assert.Equal(
            [
                "labelmap.txt", "ImageSets/Segmentation/default.txt", "SegmentationClass/day/a.png", "SegmentationObject/day/a.png",
                "SegmentationClass/night/b.png", "SegmentationObject/night/b.png",
            ],
            zip.Entries.Select(e => e.FullName));
        Assert.StartsWith(
            "# label:color_rgb:parts:actions\nbackground:0,0,0::\nroad:128,64,128::\nsidewalk:244,35,232::\n",
            Text(zip, "labelmap.txt"),
            StringComparison.Ordinal);
        Assert.Equal("day/a\nnight/b\n", Text(zip, "ImageSets/Segmentation/default.txt"));
        RgbImage classes = Picture(zip, "SegmentationClass/day/a.png"), objects = Picture(zip, "SegmentationObject/day/a.png");
        Assert.Equal([128, 64, 128], classes.Row(0)[..3].ToArray());
        Assert.Equal([0, 0, 0], classes.Row(7)[..3].ToArray());
        Assert.Equal([128, 0, 0], objects.Row(0)[..3].ToArray()); // Pascal VOC's colours of 1 and 2
        Assert.Equal([0, 128, 0], objects.Row(3).Slice(18, 3).ToArray());
    }

    [Fact]
    public async Task An_image_without_masks_is_found_in_the_list_of_any_subset()
    {
        Zip(
            "answers.zip",
            ("labelmap.txt", "\uFEFF# label:color_rgb:parts:actions\r\nroad:1,2,3::\r\n"u8.ToArray()),
            ("SegmentationClass/day/a.png", Png(new LabelMap(12, 8), [])),
            ("ImageSets/Segmentation/train.txt", "day/a\r\n"u8.ToArray()),
            ("ImageSets/Segmentation/test.txt", "night/b\r\n"u8.ToArray()),
            ("ImageSets/Main/x.txt", "no/list\n"u8.ToArray()));
        Assert.Equal(new ReviewImportSummary(2, 0, 0, 0, 4, 0), await Import("answers.zip"));
    }

    [Fact]
    public async Task A_cvat_archive_that_a_person_changed_says_what_they_did()
    {
        LabelMap day = TwoScenes.Shown(TwoScenes.Day), night = TwoScenes.Shown(TwoScenes.Night);
        TwoScenes.Paint(day, TwoScenes.Source.Read(TwoScenes.Day).First().Mask, 1); // road: sidewalk after all
        TwoScenes.Paint(night, TwoScenes.Source.Read(TwoScenes.Night).Last().Mask, 255); // the person: deleted
        for (int x = 6; x < 12; x++)
        {
            night.Row(5)[x] = night.Row(6)[x] = 13; // a car that nobody had seen
        }

        Zip("answers.zip", ("inner/labelmap.txt", "sidewalk:1,2,3::\ncar:9,9,9::\nvegetation:5,5,5::\nbackground:0,0,0::\n"u8.ToArray()),
            ("inner/SegmentationClass/task/day/a.png", Png(day, [(1, 1, 2, 3), (13, 9, 9, 9)])),
            ("inner/SegmentationClass/night/b.png", Png(night, [(8, 5, 5, 5), (13, 9, 9, 9)])));

        Assert.Equal(new ReviewImportSummary(2, 0, 2, 1, 1, 12), await Import("answers.zip"));
        Assert.Equal([(ReviewAnswer.Relabelled, 1), (ReviewAnswer.Confirmed, 13)], Reviews("day/a").Select(r => (r.Answer, (int)r.Label)));
        Assert.Equal(
            [(ReviewAnswer.Confirmed, 8), (ReviewAnswer.Rejected, 255), (ReviewAnswer.Drawn, 13)], Reviews("night/b").Select(r => (r.Answer, (int)r.Label)));
    }

    [Fact]
    public async Task Label_studio_comes_back_confirmed_once_somebody_has_annotated_it()
    {
        AtomicFile.Write(_temp["tasks.json"], stream => LabelStudioFile.Write(stream, _all, "/data/local-files/?d="));
        DatasetException nothing = await Assert.ThrowsAsync<DatasetException>(() => Import("tasks.json")); // predictions alone are nobody's word
        Assert.Contains("nobody has said anything", nothing.Message, StringComparison.Ordinal);
        string tasks = File.ReadAllText(_temp["tasks.json"]);
        Assert.Contains("\"image\":\"/data/local-files/?d=images/day/a.png\",\"name\":\"day/a\"", tasks, StringComparison.Ordinal);
        File.WriteAllText(_temp["answers.json"], tasks.Replace("\"predictions\"", "\"annotations\"", StringComparison.Ordinal));
        Assert.Equal(new ReviewImportSummary(2, 0, 4, 0, 0, 0), await Import("answers.json"));
        Assert.Contains("<Label value=\"road\" background=\"#804080\" />", LabelStudioFile.LabellingSettings(TwoScenes.Classes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_annotation_that_was_not_cancelled_counts()
    {
        byte[] mask = BrushRle.Encode(TwoScenes.Source.Read(TwoScenes.Day).First().Mask);
        string Annotation(string label, string cancelled) => $$"""
            {"id": 1, "was_cancelled": {{cancelled}}, "result": [{"type": "brushlabels", "original_width": 12, "original_height": 8, "image_rotation": 0,
             "value": {"format": "rle", "rle": [{{string.Join(',', mask)}}], "brushlabels": ["{{label}}"]} } ] }
            """;
        File.WriteAllText(_temp["answers.json"], $$"""
            [{"id": 5, "annotations": [{{Annotation("sky", "false")}}, {{Annotation("wall", "false")}}, {{Annotation("car", "true")}}],
              "data": {"image": "/data/upload/1/day/a.png", "name": "day/a"} }]
            """);
        Assert.Equal(new ReviewImportSummary(1, 1, 0, 1, 1, 0), await Import("answers.json"));
        Assert.Equal([3, 255], Reviews("day/a").Select(r => (int)r.Label));
    }

    [Theory]
    [InlineData("polygonlabels", """ "points": [[0, 0], [50, 0], [50, 50], [0, 50]], "closed": true """)]
    [InlineData("rectanglelabels", """ "x": 0, "y": 0, "width": 50, "height": 50, "rotation": 0 """)]
    // 4 x 6 pixels, turned about its corner to 6 x 4
    [InlineData("rectanglelabels", """ "x": 50, "y": 0, "width": 33.33333333, "height": 75, "rotation": 90 """)]
    public async Task Shapes_of_label_studio_are_per_cent_of_the_image(string type, string shape)
    {
        string task = $$"""
            {"data": {"name": "day/a"}, "annotations": [{"result": [{"type": "{{type}}", "original_width": 12, "original_height": 8, "image_rotation": 0,
              "value": { {{shape}}, "{{type}}": ["sky"]} },
              {"type": "choices", "from_name": "quality", "value": {"choices": ["good"]} },
              {"type": "relation", "from_id": "a", "to_id": "b", "direction": "right"} ] } ] }
            """;
        File.WriteAllText(_temp["answers.json"], $"[{task}]");
        Assert.Equal(new ReviewImportSummary(1, 1, 0, 1, 1, 0), await Import("answers.json")); // the road of 6 x 4 pixels became sky, the car is gone
        Assert.Equal([10, 255], Reviews("day/a").Select(r => (int)r.Label));
    }

    [Theory]
    [InlineData(""" "updated_at": "2024-05-02T10:00:00Z" """, """ "updated_at": "2024-05-01T23:00:00Z" """)] // the later one stands first in the file
    [InlineData(""" "updated_at": "2024-05-01T12:00:00+00:00" """, """ "updated_at": "2024-05-01T13:00:00+02:00" """)]
    [InlineData(""" "ground_truth": true, "updated_at": "2023-01-01T00:00:00Z" """, """ "ground_truth": false, "updated_at": "2024-01-01T00:00:00Z" """)]
    public async Task Of_several_annotators_the_ground_truth_counts_else_the_last_change(string first, string second)
    {
        string Annotation(string label, string fields) => $$"""
            { {{fields}}, "was_cancelled": false, "result": [{"type": "rectanglelabels", "original_width": 12, "original_height": 8, "image_rotation": 0,
              "value": {"x": 0, "y": 0, "width": 50, "height": 50, "rotation": 0, "rectanglelabels": ["{{label}}"]} }] }
            """;
        File.WriteAllText(_temp["answers.json"],
            $$"""[{"data": {"name": "day/a"}, "annotations": [{{Annotation("sky", first)}}, {{Annotation("wall", second)}}]}]""");
        await Import("answers.json");
        Assert.Equal([10, 255], Reviews("day/a").Select(r => (int)r.Label));
    }

    [Fact]
    public async Task A_folder_of_labels_comes_back_and_adds_to_what_was_said_before()
    {
        Directory.CreateDirectory(_temp["answers/day"]);
        LabelPng.Write(_temp["answers/day/a.png"], TwoScenes.Shown(TwoScenes.Day));
        Assert.Equal(new ReviewImportSummary(1, 1, 2, 0, 0, 0), await Import("answers"));
        LabelMap later = new(12, 8);
        later[11, 7] = 4;
        LabelPng.Write(_temp["answers/day/a.png"], later);
        await new ReviewImport(TwoScenes.Classes).RunAsync(_temp["answers"], _temp["reviews"], TestContext.Current.CancellationToken);
        Assert.Equal([ReviewAnswer.Confirmed, ReviewAnswer.Confirmed, ReviewAnswer.Drawn], Reviews("day/a").Select(r => r.Answer));
    }

    [Fact]
    public void A_region_too_many_for_cvat_is_refused()
    {
        RegionSource many = TwoScenes.Source with
        {
            Images = [TwoScenes.Day], Read = image => Enumerable.Range(0, 256).Select(i => TwoScenes.Source.Read(image).First() with { Id = i }),
        };
        RegionSelection selection = RegionSelection.Choose(many, new RegionSelectionOptions());
        Assert.Contains(
            "at most 255", Assert.Throws<ArgumentException>(() => CvatArchive.Write(new MemoryStream(), selection)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Coco_masks_become_mask_files()
    {
        AtomicFile.Write(_temp["coco.json"], stream => CocoFile.Write(stream, _all));
        Assert.Equal((2, 4), MaskFileImport.Run(_temp["coco.json"], _temp["masks"]));
        Assert.Equal(
            TwoScenes.Source.Read(TwoScenes.Day).Select(r => r.Mask.Area),
            MaskRecordFile.Read(_temp["masks/images/day/a.json"], (12, 8)).Select(r => r.Segmentation.Area));
    }

    [Fact]
    public void Images_that_differ_in_their_ending_alone_do_not_share_a_mask_file()
    {
        File.WriteAllText(_temp["coco.json"],
            """{"images": [{"id": 1, "file_name": "a.png", "width": 2, "height": 2}, {"id": 2, "file_name": "a.jpg", "width": 2, "height": 2}]"""
                + """, "categories": [], "annotations": []}""");
        Assert.Contains(
            "two images are called 'a'",
            Assert.Throws<DatasetException>(() => MaskFileImport.Run(_temp["coco.json"], _temp["masks"])).Message,
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(_temp["masks"]));
    }

    [Fact]
    public void The_same_regions_give_the_same_archive()
    {
        MemoryStream first = new(), second = new();
        CvatArchive.Write(first, _all);
        CvatArchive.Write(second, _all);
        Assert.Equal(first.ToArray(), second.ToArray());
    }

    internal static byte[] Png(LabelMap labels, (byte Id, byte R, byte G, byte B)[] colors)
    {
        RgbImage image = new(labels.Width, labels.Height);
        for (int i = 0; i < labels.Pixels.Length; i++)
        {
            (byte _, byte r, byte g, byte b) = Array.Find(colors, c => c.Id == labels.Pixels[i]);
            (image.Pixels[i * 3], image.Pixels[(i * 3) + 1], image.Pixels[(i * 3) + 2]) = (r, g, b);
        }

        using MemoryStream png = new();
        ColorPng.Write(png, image);
        return png.ToArray();
    }

    private static string Text(ZipArchive zip, string name)
    {
        using StreamReader reader = new(zip.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    private static RgbImage Picture(ZipArchive zip, string name)
    {
        using Stream stream = zip.GetEntry(name)!.Open();
        return ColorPng.Read(stream, name);
    }

    private void Zip(string name, params (string Name, byte[] Bytes)[] files)
    {
        using ZipArchive zip = ZipFile.Open(_temp[name], ZipArchiveMode.Create);
        foreach ((string entry, byte[] bytes) in files)
        {
            using Stream stream = zip.CreateEntry(entry).Open();
            stream.Write(bytes);
        }
    }

    private Task<ReviewImportSummary> Import(string answers) =>
        new ReviewImport(QuestionFile.Read(_temp["q.json"])).RunAsync(_temp[answers], _temp["reviews"], TestContext.Current.CancellationToken);

    private IReadOnlyList<RegionReview> Reviews(string name) => ReviewFile.Read(ReviewFile.PathOf(_temp["reviews"], name), TwoScenes.Classes, (12, 8));
}
