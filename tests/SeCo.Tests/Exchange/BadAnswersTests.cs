using System.IO.Compression;
using System.Text;
using FsCheck.Xunit;
using SeCo.Datasets;
using SeCo.Exchange;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Exchange;

/// <summary>Answers that are damaged, or made to do harm: each is named, and nothing is written.</summary>
public sealed class BadAnswersTests : IDisposable
{
    private const string Map = "road:128,64,128::\ncar:0,0,142::\n";
    private readonly TempFolder _temp = new();

    public BadAnswersTests() => QuestionFile.Write(_temp["q.json"], TwoScenes.Select());

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("SegmentationClass/../../evil.png")]
    [InlineData("SegmentationClass//etc/evil.png")]
    [InlineData("SegmentationClass/..\\evil.png")]
    [InlineData("x/SegmentationClass/c:evil.png")]
    public Task A_name_that_leaves_its_folder_is_refused(string entry) =>
        Refuses("leaves its folder", (entry, Plain()), ("labelmap.txt", Encoding.UTF8.GetBytes(Map)));

    [Fact]
    public async Task Names_of_lists_and_json_are_not_trusted_either()
    {
        await Refuses(
            "leaves its folder",
            ("SegmentationClass/day/a.png", Plain()),
            ("labelmap.txt", Encoding.UTF8.GetBytes(Map)),
            ("ImageSets/Segmentation/default.txt", "../../evil"u8.ToArray()));
        await RefusesText("leaves its folder",
            """{"images": [{"id": 1, "file_name": "../evil.png", "width": 2, "height": 2}], "categories": [], "annotations": []}""");
        await RefusesText("leaves its folder", """[{"data": {"name": "/etc/evil"}, "annotations": [{"result": []}]}]""");
    }

    [Fact]
    public async Task Answers_of_which_one_is_damaged_leave_nothing_behind() =>
        await Refuses(
            "night/b.png",
            ("SegmentationClass/day/a.png", Plain()),
            ("SegmentationClass/night/b.png", Plain()[..40]),
            ("labelmap.txt", Encoding.UTF8.GetBytes(Map)));

    [Fact]
    public async Task An_archive_that_unpacks_to_too_much_is_stopped_at_the_limit()
    {
        using (ZipArchive zip = ZipFile.Open(_temp["answers"], ZipArchiveMode.Create))
        {
            zip.CreateEntryFromFile(_temp["q.json"], "SegmentationClass/day/a.png");
            using Stream bomb = zip.CreateEntry("labelmap.txt").Open();
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 40; i++)
            {
                bomb.Write(zeros);
            }
        }

        Assert.Contains("SECO_READ_LIMIT_MIB=", (await Fails()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_are_limited_together_and_not_one_by_one()
    {
        byte[] list = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("a\n", 60_000)));
        (string, byte[])[] lists = [.. Enumerable.Range(0, 10).Select(i => ($"ImageSets/Segmentation/{i}.txt", list))];
        await Refuses("the lines up to ImageSets/Segmentation/8.txt", [("labelmap.txt", Encoding.UTF8.GetBytes(Map)), .. lists]);
    }

    [Fact]
    public async Task A_mask_that_claims_more_pixels_than_its_file_may_have_is_named()
    {
        using MemoryStream png = new();
        ColorPng.Write(png, new RgbImage(8000, 6000));
        await Refuses(
            "SegmentationClass/day/a.png: an image of 8000 x 6000 pixels: 144000000 bytes of memory",
            ("SegmentationClass/day/a.png", png.ToArray()), ("labelmap.txt", Encoding.UTF8.GetBytes(Map)));
    }

    [Fact]
    public async Task An_archive_whose_table_of_contents_is_damaged_is_named()
    {
        using MemoryStream zip = new();
        CvatArchive.Write(zip, TwoScenes.Select());
        byte[] bytes = zip.ToArray();
        for (int at = bytes.AsSpan().IndexOf("PK\u0001\u0002"u8); at < bytes.Length; at += 7)
        {
            byte[] damaged = [.. bytes];
            damaged[at] ^= 4;
            File.WriteAllBytes(_temp["answers"], damaged);
            try
            {
                await new ReviewImport(QuestionFile.Read(_temp["q.json"])).RunAsync(
                    _temp["answers"], _temp["out"], TestContext.Current.CancellationToken);
            }
            catch (DatasetException fault)
            {
                Assert.Contains(_temp["answers"], fault.Message, StringComparison.Ordinal);
            }
        }

        File.WriteAllBytes(_temp["answers"], [.. bytes[..^10], .. new byte[10]]);
        Assert.Contains("no zip archive, or a damaged one", (await Fails()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """{"images": [{"id": 1, "file_name": "day/a.png", "width": 16000, "height": 16000}], "categories": [], "annotations": []}""",
        "day/a.png of 16000 x 16000 pixels: 256000000 bytes")]
    [InlineData(
        """[{"data": {"name": "c"}, "annotations": [{"result": [{"type": "polygonlabels", "original_width": 16000, "original_height": 16000"""
            + """, "value": {"points": [[1, 1], [9, 9], [1, 9]], "polygonlabels": ["road"]}}]}]}]""",
        "task 0: an image of 16000 x 16000 pixels: 256000000 bytes")]
    public Task A_small_file_that_claims_a_large_image_is_refused(string text, string fault) => RefusesText(fault, text);

    [Fact]
    public async Task A_project_may_list_thousands_of_large_images_of_which_one_is_done()
    {
        string images = string.Concat(Enumerable.Range(0, 3000).Select(i => $$"""{"id": {{i}}, "file_name": "{{i}}.png", "width": 4000, "height": 2000}, """));
        await File.WriteAllTextAsync(_temp["answers"], $$"""
            {"images": [{{images}} {"id": 3000, "file_name": "day/a.png", "width": 12, "height": 8}], "categories": [{"id": 1, "name": "road"}],
            "annotations": [{"image_id": 3000, "category_id": 1, "segmentation": [[0, 0, 9, 0, 9, 9]]}]}
            """, TestContext.Current.CancellationToken);
        ReviewImportSummary summary = await new ReviewImport(QuestionFile.Read(_temp["q.json"])).RunAsync(
            _temp["answers"], _temp["out"], TestContext.Current.CancellationToken);
        Assert.Equal(1, summary.Images);

        // Maps of ever new sizes are work.
        string sizes = string.Concat(
            Enumerable.Range(0, 40).Select(i => $$"""{"id": {{i}}, "file_name": "{{i}}.png", "width": 11000, "height": {{11000 + i}}}, """));
        await RefusesText("the images up to 35.png", $$"""
            {"images": [{{sizes}} {"id": 3000, "file_name": "day/a.png", "width": 12, "height": 8}], "categories": [], "annotations": []}
            """);
    }

    [Fact]
    public async Task Shapes_that_cover_a_large_image_again_and_again_are_refused()
    {
        string rectangle = """{"type": "rectanglelabels", "original_width": 8000, "original_height": 8000, "value": {"x": 0, "y": 0, "width": 100"""
            + """, "height": 100, "rectanglelabels": ["road"]}}""";
        await RefusesText(
            "task 0: the pixels of the shapes up to the outline of 4 corners",
            $$"""[{"data": {"name": "c"}, "annotations": [{"result": [{{string.Join(", ", Enumerable.Repeat(rectangle, 40))}}]}]}]""");
    }

    [Fact]
    public async Task Archives_without_what_they_need_say_so()
    {
        await Refuses("SegmentationClass/NAME.png", ("labelmap.txt", Encoding.UTF8.GetBytes(Map)));
        await Refuses("no labelmap.txt", ("SegmentationClass/day/a.png", Plain()));
        await Refuses("expected NAME:R,G,B::", ("SegmentationClass/day/a.png", Plain()), ("labelmap.txt", "road:128\n"u8.ToArray()));
        await Refuses(
            "'road' and 'car' have the same colour #804080",
            ("SegmentationClass/day/a.png", Plain()),
            ("labelmap.txt", "road:128,64,128::\ncar:128,64,128::\n"u8.ToArray()));
        await Refuses("colour #010203 at (0, 0)", ("SegmentationClass/day/a.png", Painted(12, 8, 1, 2, 3)), ("labelmap.txt", Encoding.UTF8.GetBytes(Map)));
        await Refuses("in their own size", ("SegmentationClass/day/a.png", Painted(6, 4, 0, 0, 0)), ("labelmap.txt", Encoding.UTF8.GetBytes(Map)));
        await Refuses(
            "none of those that were asked about", ("SegmentationClass/new.png", Painted(12, 8, 128, 64, 128)), ("labelmap.txt", Encoding.UTF8.GetBytes(Map)));
        await Refuses("day/a.png", ("SegmentationClass/day/a.png", "no PNG"u8.ToArray()), ("labelmap.txt", Encoding.UTF8.GetBytes(Map)));
        File.WriteAllBytes(_temp["answers"], [(byte)'P', (byte)'K', 3, 4, 0, 0]);
        Assert.Contains("zip archive", (await Fails()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """{"images": [{"id": 1, "file_name": "day/a.png", "width": 100000, "height": 100000}], "categories": [], "annotations": []}""",
        "100000 x 100000")]
    [InlineData(
        """{"images": [{"id": 1, "file_name": "a", "width": 2, "height": 2}, {"id": 1, "file_name": "b", "width": 2, "height": 2}], "categories": []"""
            + """, "annotations": []}""",
        "two images")]
    [InlineData(
        """{"images": [], "categories": [], "annotations": [{"image_id": 4, "category_id": 1, "segmentation": [[0, 0, 1, 0, 1, 1]]}]}""",
        "image_id is 4")]
    [InlineData(
        """{"images": [{"id": 1, "file_name": "day/a.png", "width": 12, "height": 8}], "categories": [{"id": 1, "name": "rode"}]"""
            + """, "annotations": [{"image_id": 1, "category_id": 1, "segmentation": [[0, 0, 9, 0, 9, 9]]}]}""",
        "'rode'")]
    [InlineData(
        """{"images": [{"id": 1, "file_name": "day/a.png", "width": 12, "height": 8}], "categories": [{"id": 1, "name": "road"}]"""
            + """, "annotations": [{"image_id": 1, "category_id": 1, "segmentation": {"size": [2, 2], "counts": [4]}}]}""",
        "the mask is 2 x 2")]
    [InlineData(
        """{"images": [{"id": 1, "file_name": "day/a.png", "width": 12, "height": 8}], "categories": [{"id": 1, "name": "road"}]"""
            + """, "annotations": [{"image_id": 1, "category_id": 1, "segmentation": {"size": [8, 12], "counts": [4000000000]}}]}""",
        "sum to 4000000000")]
    [InlineData("""{"categories": [], "annotations": []}""", "images")]
    [InlineData(
        """[{"data": {"name": "day/a"}, "annotations": [{"result": [{"type": "ellipselabels", "value": {"ellipselabels": ["road"]}}]}]}]""",
        "expected brushlabels, polygonlabels or rectanglelabels")]
    [InlineData(
        """[{"data": {"name": "day/a"}, "annotations": [{"result": [{"type": "polygonlabels", "original_width": 12, "original_height": 8"""
            + """, "value": {"points": [[1, 1], [9, 9]], "polygonlabels": ["road"]}}]}]}]""",
        "at least three corners")]
    [InlineData(
        """[{"data": {"name": "day/a"}, "annotations": [{"result": [{"type": "rectanglelabels", "original_width": 12, "original_height": 8"""
            + """, "value": {"x": 1, "y": 1, "width": 5, "rectanglelabels": ["road"]}}]}]}]""",
        "no value.x, y, width and height")]
    [InlineData(
        """[{"data": {"name": "day/a"}, "annotations": [{"result": [{"type": "brushlabels", "original_width": 12, "original_height": 8"""
            + """, "value": {"rle": [0, 0]}}]}]}]""",
        "a result with 0 labels")]
    [InlineData(
        """[{"data": {"name": "day/a"}, "annotations": [{"result": [{"type": "polygonlabels", "original_width": 24, "original_height": 16"""
            + """, "value": {"points": [[1, 1], [9, 9], [1, 9]], "polygonlabels": ["road"]}}]}]}]""",
        "in their own size")]
    [InlineData("""[{"image": "/data/a.png", "name": "day/a", "label": [], "annotator": 1, "annotation_id": 1}]""", "JSON-MIN")]
    [InlineData(
        """{"images": [], "categories": [{"id": 1, "name": "road"}, {"id": 1, "name": "car"}], "annotations": []}""",
        "'road' and 'car' have the same id 1")]
    [InlineData(
        """{"images": [{"id": 1.5, "file_name": "a", "width": 2, "height": 2}], "categories": [], "annotations": []}""",
        "id must be a whole number or a text")]
    [InlineData(
        """{"images": [{"id": 1, "file_name": "day/a.png", "width": 12, "height": 8}], "categories": [{"id": 1, "name": "road"}]"""
            + """, "annotations": [{"image_id": 1, "category_id": 1, "segmentation": []}]}""",
        "no segmentation")]
    [InlineData(
        """[{"data": {"name": "day/a"}, "annotations": [{"result": [{"type": "brushlabels", "original_width": 12, "original_height": 8"""
            + """, "value": {"rle": [0, 300], "brushlabels": ["road"]}}]}]}]""",
        "0 to 255")]
    [InlineData(
        """[{"data": {"name": "day/a"}, "annotations": [{"result": [{"type": "brushlabels", "original_width": 12, "original_height": 8"""
            + """, "value": {"rle": [0, 0], "brushlabels": ["street"]}}]}]}]""",
        "called 'street'")]
    [InlineData(
        """[{"data": {"name": "day/a"}, "annotations": [{"result": [{"type": "brushlabels", "original_width": 12, "original_height": 8"""
            + """, "value": {"rle": [0, 0], "brushlabels": ["road"]}}]}]}]""",
        "cut short")]
    [InlineData("""[{"data": {}, "annotations": [{"result": []}]}]""", "image is not known")]
    [InlineData("""[{"annotations": {}}]""", "annotations must be a list")]
    [InlineData("""[{"annotations": [4]}]""", "annotations[0] must be an object")]
    [InlineData("nothing of the kind", "begins with the bytes")]
    [InlineData("", "is empty. Expected what people answered")]
    [InlineData("""[{"image_id": 1, "category_id": 1, "segmentation": {"size": [8, 12], "counts": [96]}, "score": 0.5}]""", "bare list of COCO results")]
    [InlineData("""[{"id": 1, "data": {"name": "day/a"}, "completions": [{"result": []}]}]""", "Label Studio before 1.0")]
    [InlineData("""[{"shapes": []}]""", "no task of Label Studio")]
    [InlineData("[]", "nobody has said anything")]
    [InlineData("""{"version": "5", "shapes": [], "imagePath": "a.png"}""", "Expected COCO instances")]
    [InlineData("""[{"data": {"name": "day/a"}, "annotations": []}]""", "nobody has said anything")]
    [InlineData(
        """{"images": [{"id": 1, "file_name": "x/z.png", "width": 12, "height": 8}], "categories": [], "annotations": []}""",
        "none of its images, as 'x/z', is among those that were asked about, as 'day/a'")]
    public Task Malformed_json_names_what_is_wrong(string text, string fault) => RefusesText(fault, text);

    [Property(MaxTest = 150)]
    public void No_damage_to_an_archive_or_a_file_is_worse_than_a_named_fault(int seed)
    {
        Random random = new(seed);
        using MemoryStream zip = new();
        CvatArchive.Write(zip, TwoScenes.Select());
        using MemoryStream json = new();
        CocoFile.Write(json, TwoScenes.Select());
        byte[] bytes = (seed & 1) == 0 ? zip.ToArray() : json.ToArray();
        for (int i = 0; i < 3; i++)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        File.WriteAllBytes(_temp["damaged"], bytes[..random.Next(1, bytes.Length + 1)]);
        try
        {
            new ReviewImport(QuestionFile.Read(_temp["q.json"])).RunAsync(_temp["damaged"], _temp["out"], CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (IOException fault)
        {
            Assert.Contains(_temp["damaged"], fault.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""[{"segmentation": {"size": [1, 2], "counts": [0, 2]}, "answer": "maybe", "label": 1}]""", "'maybe'")]
    [InlineData("""[{"segmentation": {"size": [1, 2], "counts": [0, 2]}, "answer": "drawn", "label": 19}]""", "label is 19")]
    [InlineData("""[{"segmentation": {"size": [1, 2], "counts": [0, 2]}, "answer": "rejected", "label": 2}]""", "does not go with label 2")]
    [InlineData("""[{"segmentation": {"size": [1, 2], "counts": [0, 2]}, "answer": "drawn"}]""", "no label")]
    [InlineData("""[{"segmentation": {"size": [2, 2], "counts": [0, 4]}, "answer": "drawn", "label": 2}]""", "expected 2 x 1")]
    public void A_malformed_review_is_named(string text, string fault)
    {
        File.WriteAllText(_temp["r.json"], text);
        Assert.Contains(
            fault, Assert.Throws<DatasetException>(() => ReviewFile.Read(_temp["r.json"], TwoScenes.Classes, (2, 1))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("day/../../evil")]
    [InlineData("/tmp/evil")]
    [InlineData("..\\evil")]
    [InlineData("C:\\evil")]
    public void Names_in_questions_are_not_trusted_either(string name)
    {
        File.WriteAllText(
            _temp["q2.json"], File.ReadAllText(_temp["q.json"]).Replace("day/a\"", name.Replace("\\", "\\\\") + "\"", StringComparison.Ordinal));
        Assert.Contains("leaves its folder", Assert.Throws<DatasetException>(() => QuestionFile.Read(_temp["q2.json"])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("/tmp/evil")]
    [InlineData("..\\evil")]
    public void Names_that_leave_their_folder_are_not_given_out(string name)
    {
        RegionSource source = TwoScenes.Source with { Images = [TwoScenes.Day with { Name = name }] };
        Assert.Contains(
            "leaves its folder", Assert.Throws<DatasetException>(() => RegionSelection.Choose(source, new())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Labels_without_a_pixel_that_has_one_are_no_answer()
    {
        Directory.CreateDirectory(_temp["answers"]);
        File.WriteAllText(_temp["answers/a.bmp"], "x");
        Assert.Contains("1 in .bmp, as a.bmp", (await Fails()).Message, StringComparison.Ordinal);
        LabelPng.Write(_temp["answers/a.png"], new LabelMap(3, 2));
        DatasetException fault = await Assert.ThrowsAsync<DatasetException>(() =>
            new ReviewImport(TwoScenes.Classes).RunAsync(_temp["answers"], _temp["reviews"], TestContext.Current.CancellationToken));
        Assert.Contains("1 images, and no pixel with a label", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Coco_without_masks_gives_no_mask_files()
    {
        File.WriteAllText(_temp["c.json"], """{"images": [{"id": 1, "file_name": "a.png", "width": 2, "height": 2}], "categories": [], "annotations": []}""");
        Assert.Contains(
            "no annotation", Assert.Throws<DatasetException>(() => MaskFileImport.Run(_temp["c.json"], _temp["m"])).Message, StringComparison.Ordinal);
        File.WriteAllText(_temp["c.json"], """ [{"image_id": 1, "category_id": 1, "bbox": [0, 0, 1, 1]}]""");
        Assert.Contains("bare list", Assert.Throws<DatasetException>(() => MaskFileImport.Run(_temp["c.json"], _temp["m"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Questions_that_are_none_are_named()
    {
        File.WriteAllText(_temp["r.json"], """{"images": []}""");
        Assert.Contains("class_set", Assert.Throws<DatasetException>(() => QuestionFile.Read(_temp["r.json"])).Message, StringComparison.Ordinal);
    }

    private static byte[] Plain() => Painted(12, 8, 0, 0, 0);

    private static byte[] Painted(int width, int height, byte r, byte g, byte b)
    {
        using MemoryStream png = new();
        ColorPng.Write(png, new RgbImage(width, height, [.. Enumerable.Range(0, width * height).SelectMany(_ => new[] { r, g, b })]));
        return png.ToArray();
    }

    private async Task Refuses(string fault, params (string Name, byte[] Bytes)[] files)
    {
        File.Delete(_temp["answers"]);
        using (ZipArchive zip = ZipFile.Open(_temp["answers"], ZipArchiveMode.Create))
        {
            foreach ((string entry, byte[] bytes) in files)
            {
                using Stream stream = zip.CreateEntry(entry).Open();
                stream.Write(bytes);
            }
        }

        Assert.Contains(fault, (await Fails()).Message, StringComparison.Ordinal);
    }

    private async Task RefusesText(string fault, string text)
    {
        File.WriteAllText(_temp["answers"], text);
        Assert.Contains(fault, (await Fails()).Message, StringComparison.Ordinal);
    }

    private async Task<IOException> Fails()
    {
        IOException fault = await Assert.ThrowsAnyAsync<IOException>(() =>
            new ReviewImport(QuestionFile.Read(_temp["q.json"])).RunAsync(_temp["answers"], _temp["reviews"], TestContext.Current.CancellationToken));
        Assert.Empty(Directory.GetDirectories(_temp.Path, "reviews*"));
        return fault;
    }
}
