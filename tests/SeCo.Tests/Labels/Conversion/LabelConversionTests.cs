using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Imaging.Rle;
using SeCo.Labels;
using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Labels;

public sealed class LabelConversionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public LabelConversionTests() => Directory.CreateDirectory(_folder["in/deep"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Ids_are_mapped_under_the_same_names()
    {
        LabelPng.Write(_folder["in/deep/a.png"], new LabelMap(4, 1, [7, 0, 33, 255]));

        LabelConversionSummary written = await new LabelConversion(ClassSet.Named("cityscapes19"), new LabelConversionOptions { Map = "cityscapes-ids" })
            .RunAsync(_folder["in"], _folder["out"]);

        Assert.Equal(1, written.Files);
        Assert.Equal([0, 255, 18, 255], LabelPng.Read(_folder["out/deep/a.png"]).Pixels.ToArray());
        Assert.Equal("8-bit palette", PngInspection.Describe(_folder["out/deep/a.png"]).Mode);
    }

    [Theory]
    [InlineData(46340, 46340, 1, "is no possible image size")]
    [InlineData(1, 1_100_000, 1, "sides of 1 to 1000000")]
    [InlineData(12000, 12000, 1, "an image of 12000 x 12000 pixels: 288000000 bytes")]
    [InlineData(8000, 8000, 34, "region 33: the pixels of the masks up to here, which may overlap, but not so much")]
    public async Task Small_region_files_that_claim_large_images_are_refused(int height, int width, int regions, string fault)
    {
        File.WriteAllText(_folder["in/a.json"], $"[{string.Join(',', Enumerable.Range(0, regions).Select(
            id => $$"""{"segmentation": {"size": [{{height}}, {{width}}], "counts": [0, {{height * width}}]}, "category_id": 1, "id": {{id}}}"""))}]");
        LabelConversion conversion = new(ClassSet.Named("potsdam5"), new LabelConversionOptions { Source = LabelConversionSource.Regions });
        DatasetException found = await Assert.ThrowsAsync<DatasetException>(() => conversion.RunAsync(_folder["in"], _folder["out"]));
        Assert.Contains(_folder["in/a.json"], found.Message, StringComparison.Ordinal);
        Assert.Contains(fault, found.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["out/a.png"]));
    }

    [Fact]
    public async Task Colours_become_classes_and_black_unlabelled()
    {
        RgbImageFile.Write(_folder["in/a.png"], new RgbImage(3, 1, [255, 255, 0, 0, 0, 0, 0, 0, 255]));

        await new LabelConversion(ClassSet.Named("potsdam5"), new LabelConversionOptions { Source = LabelConversionSource.Colors })
            .RunAsync(_folder["in"], _folder["out"]);

        Assert.Equal([4, 255, 1], LabelPng.Read(_folder["out/a.png"]).Pixels.ToArray());
    }

    [Fact]
    public async Task An_unknown_colour_is_named_unless_it_is_ignored()
    {
        RgbImageFile.Write(_folder["in/a.png"], new RgbImage(2, 1, [255, 255, 0, 255, 0, 0]));
        LabelConversionOptions options = new() { Source = LabelConversionSource.Colors };

        DatasetException wrong =
            await Assert.ThrowsAsync<DatasetException>(() => new LabelConversion(ClassSet.Named("potsdam5"), options).RunAsync(_folder["in"], _folder["out"]));
        await new LabelConversion(ClassSet.Named("potsdam5"), options with { IgnoreUnknownColors = true }).RunAsync(_folder["in"], _folder["out"]);

        Assert.Contains("colour #ff0000 at (1, 0)", wrong.Message, StringComparison.Ordinal);
        Assert.Equal([4, 255], LabelPng.Read(_folder["out/a.png"]).Pixels.ToArray());
    }

    [Fact]
    public async Task Sixteen_bit_files_are_read_by_their_first_channel()
    {
        // 16-bit grey, 2 x 1: SYNTHIA's ids 3 (road) and 15 (traffic light).
        ConfidencePng.Write(_folder["in/a.png"], new ConfidenceMap(2, 1, [3, 15]));
        LabelConversionOptions options = new() { Source = LabelConversionSource.FirstChannel, Map = "synthia-ids" };

        await new LabelConversion(ClassSet.Named("synthia16"), options).RunAsync(_folder["in"], _folder["out"]);

        Assert.Equal([0, 6], LabelPng.Read(_folder["out/a.png"]).Pixels.ToArray());
        ConfidencePng.Write(_folder["in/a.png"], new ConfidenceMap(2, 1, [3, 256]));
        Assert.Contains("value 256 at (1, 0)", (await Assert.ThrowsAsync<DatasetException>(() =>
            new LabelConversion(ClassSet.Named("synthia16"), options).RunAsync(_folder["in"], _folder["out"]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_of_fewer_bits_have_one_channel()
    {
        // Four pixels of two bits each, 0 to 3: what programs that shrink PNGs make of eight bits.
        File.WriteAllBytes(
            _folder["in/a.png"],
            Convert.FromHexString(
                "89504E470D0A1A0A0000000D494844520000000400000001020000000096E748B00000000A49444154789C63900600001D001C8EF4F5210000000049454E44AE426082"));
        await new LabelConversion(
            ClassSet.Named("synthia16"), new LabelConversionOptions { Source = LabelConversionSource.FirstChannel }).RunAsync(_folder["in"], _folder["out"]);
        Assert.Equal([0, 1, 2, 3], LabelPng.Read(_folder["out/a.png"]).Pixels.ToArray());
    }

    [Fact]
    public async Task Ids_that_are_converted_already_are_suspected()
    {
        LabelPng.Write(_folder["in/a.png"], new LabelMap(4, 1, [0, 1, 13, 18]));
        LabelConversionSummary summary = await new LabelConversion(
            ClassSet.Named("cityscapes19"), new LabelConversionOptions { Map = "cityscapes-ids" }).RunAsync(_folder["in"], _folder["out"]);
        Assert.Equal(1, summary.Files);
        Assert.Contains(summary.Suspicions, s => s.Contains("look like train ids", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_several_kinds_of_files_those_that_are_asked_for_are_taken_and_the_others_said()
    {
        LabelPng.Write(_folder["in/a_gtFine_labelIds.png"], new LabelMap(1, 1, [7]));
        RgbImageFile.Write(_folder["in/a_gtFine_color.png"], new RgbImage(1, 1, [128, 64, 128]));
        LabelConversionSummary ids = await new LabelConversion(
            ClassSet.Named("cityscapes19"), new LabelConversionOptions { Map = "cityscapes-ids" }).RunAsync(_folder["in"], _folder["ids"]);
        LabelConversionSummary colors = await new LabelConversion(
            ClassSet.Named("cityscapes19"), new LabelConversionOptions { Source = LabelConversionSource.Colors }).RunAsync(_folder["in"], _folder["colors"]);
        Assert.Equal([("_gtFine_color", 1)], ids.OtherKinds);
        Assert.Equal([("_gtFine_labelIds", 1)], colors.OtherKinds);
        Assert.Equal([0], LabelPng.Read(_folder["colors/a_gtFine_color.png"]).Pixels.ToArray());
    }

    [Fact]
    public async Task A_link_to_the_input_is_no_other_folder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        LabelPng.Write(_folder["in/a.png"], new LabelMap(1, 1, [1]));
        File.CreateSymbolicLink(_folder["out"], _folder["in"]);
        await Assert.ThrowsAsync<IOException>(() => new LabelConversion(ClassSet.Named("camvid11")).RunAsync(_folder["in"], _folder["out"]));
    }

    [Fact]
    public async Task Train_ids_go_back_to_label_ids_without_a_palette()
    {
        LabelPng.Write(_folder["in/a.png"], new LabelMap(4, 1, [0, 13, 18, 255]));
        LabelConversionOptions options = new() { Map = "cityscapes-ids", Reverse = true };
        await new LabelConversion(ClassSet.Named("cityscapes19"), options).RunAsync(_folder["in"], _folder["out"]);
        Assert.Equal([7, 26, 33, 0], LabelPng.Read(_folder["out/a.png"]).Pixels.ToArray());
        Assert.Equal("8-bit grey", PngInspection.Describe(_folder["out/a.png"]).Mode);
        LabelPng.Write(_folder["in/a.png"], new LabelMap(1, 1, [19]));
        await Assert.ThrowsAsync<DatasetException>(() => new LabelConversion(ClassSet.Named("cityscapes19"), options).RunAsync(_folder["in"], _folder["out"]));
        await Assert.ThrowsAsync<ArgumentException>(
            () => new LabelConversion(ClassSet.Named("cityscapes19"), options with { Map = null }).RunAsync(_folder["in"], _folder["out"]));
    }

    [Fact]
    public async Task Classes_that_count_from_one_are_known_to_every_set()
    {
        LabelPng.Write(_folder["in/a.png"], new LabelMap(4, 1, [0, 1, 11, 255]));
        LabelConversionOptions options = new() { Map = ClassSet.FromOne };
        await new LabelConversion(ClassSet.Named("camvid11"), options).RunAsync(_folder["in"], _folder["out"]);
        Assert.Equal([255, 0, 10, 255], LabelPng.Read(_folder["out/a.png"]).Pixels.ToArray());
        await new LabelConversion(ClassSet.Named("camvid11"), options with { Reverse = true }).RunAsync(_folder["out"], _folder["back"]);
        Assert.Equal([0, 1, 11, 0], LabelPng.Read(_folder["back/a.png"]).Pixels.ToArray());
    }

    [Fact]
    public async Task Region_files_become_labels()
    {
        RegionFile.Write(
            _folder["in/deep/a.json"], [ConnectedRegion.FromMask(0, 4, RunLengthMask.FromMask(new BinaryMask(3, 1, [0, 1, 1])))], RegionFileStyle.Reference);
        await new LabelConversion(
            ClassSet.Named("camvid11"), new LabelConversionOptions { Source = LabelConversionSource.Regions }).RunAsync(_folder["in"], _folder["out"]);
        Assert.Equal([255, 4, 4], LabelPng.Read(_folder["out/deep/a.png"]).Pixels.ToArray());
    }

    [Fact]
    public async Task What_cannot_work_is_refused()
    {
        LabelPng.Write(_folder["in/a.png"], new LabelMap(1, 1, [42]));
        LabelConversion plain = new(ClassSet.Named("camvid11"));

        await Assert.ThrowsAsync<IOException>(() => plain.RunAsync(_folder["in"], _folder["in/out"]));
        await Assert.ThrowsAsync<ArgumentException>(
            () => new LabelConversion(ClassSet.Named("camvid11"), new LabelConversionOptions { Map = "cityscape19" }).RunAsync(_folder["in"], _folder["out"]));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            new LabelConversion(
                ClassSet.Named("ade150"), new LabelConversionOptions { Source = LabelConversionSource.Colors }).RunAsync(_folder["in"], _folder["out"]));
        Assert.Contains(
            "label 42 at (0, 0)",
            (await Assert.ThrowsAsync<DatasetException>(() => plain.RunAsync(_folder["in"], _folder["out"]))).Message,
            StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["out/a.png"]));
    }
}
