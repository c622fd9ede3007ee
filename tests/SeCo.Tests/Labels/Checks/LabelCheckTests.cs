using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Labels;

public sealed class LabelCheckTests : IDisposable
{
    private static readonly ClassSet Cityscapes = ClassSet.Named("cityscapes19");

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Good_labels_are_usable_and_described()
    {
        Write("l/a.png", Cityscapes.Palette(), 0, 18, 255);
        Write("l/b.png", null, 1, 1, 1);
        Image("i/a.jpg", 3);
        Image("i/b.png", 3);

        LabelCheckReport report = await LabelCheck.RunAsync(_folder["l"], Cityscapes, new LabelCheckOptions { Images = _folder["i"] });

        Assert.True(report.IsUsable);
        Assert.Equal(2, report.Files);
        Assert.Equal(3, report.Pixels[1]);
        Assert.Equal(1, report.Pixels[255]);
        Assert.Equal((3, 1, 2), Assert.Single(report.Sizes));
        Assert.Equal([("8-bit grey", 1), ("8-bit palette", 1)], report.Modes);
        Assert.Equal((1, 0), (report.MatchingPalettes, report.OtherPalettes));
        Assert.Empty(report.Suspicions);
    }

    [Fact]
    public async Task Foreign_ids_are_counted_with_their_first_place_and_label_ids_suspected()
    {
        Write("l/a.png", null, 7, 8, 11);
        Write("l/b.png", null, 26, 33, 33);
        Write("l/c.png", null, 0, 33, 0);

        LabelCheckReport report = await LabelCheck.RunAsync(_folder["l"], Cityscapes);

        Assert.False(report.IsUsable);
        Assert.Equal([new ForeignLabel(26, 1, 1, _folder["l/b.png"], 0, 0), new ForeignLabel(33, 3, 2, _folder["l/b.png"], 1, 0)], report.Foreign);
        Assert.Contains("cityscapes-ids", Assert.Single(report.Suspicions), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_kind_of_fault_is_in_one_report()
    {
        Write("l/a.png", null, 0, 0, 0);
        Write("l/lonely.png", new Palette([(9, 9, 9)]), 0, 0, 0);
        File.WriteAllText(_folder["l/broken.png"], "no PNG");
        Image("l/color.png", 3);
        Image("i/a.png", 4);
        Image("i/bare.png", 3);
        Image("i/broken.png", 3);
        Image("i/color.png", 3);

        LabelCheckReport report = await LabelCheck.RunAsync(_folder["l"], Cityscapes, new LabelCheckOptions { Images = _folder["i"] });

        Assert.Equal(2, report.Unreadable.Count);
        Assert.Contains("a.png", Assert.Single(report.Mismatched), StringComparison.Ordinal);
        Assert.Equal(["bare"], report.ImagesWithoutLabels);
        Assert.Equal(["lonely"], report.LabelsWithoutImages);
        Assert.Equal(1, report.OtherPalettes);
        Assert.Contains(report.Modes, m => m.Mode == "8-bit RGB");
    }

    [Theory]
    [InlineData(new byte[] { 0, 10, 11 }, "SegNet")]
    [InlineData(new byte[] { 1, 10, 11 }, "count from 1")]
    [InlineData(new byte[] { 0, 255, 0 }, "black and white")]
    [InlineData(new byte[] { 255, 255, 255 }, "No pixel has a label")]
    public async Task Usual_mistakes_are_suspected(byte[] labels, string suspicion)
    {
        Write("l/a.png", null, labels);

        LabelCheckReport report = await LabelCheck.RunAsync(_folder["l"], ClassSet.Named("camvid11"));

        Assert.Contains(report.Suspicions, s => s.Contains(suspicion, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cityscapes_names_belong_together_and_other_pictures_beside_the_labels_are_left_out()
    {
        Write("gt/aachen/a_1_gtFine_labelIds.png", null, 7, 26, 33);
        Write("gt/aachen/a_1_gtFine_labelTrainIds.png", null, 0, 13, 18);
        Image("gt/aachen/a_1_gtFine_color.png", 3);
        Write("gt/aachen/b_2_gtFine_labelIds.png", null, 7, 7, 7);
        Image("left/aachen/a_1_leftImg8bit.png", 3);
        Image("left/aachen/c_3_leftImg8bit.png", 3);
        LabelCheckOptions options = new() { Images = _folder["left"] };

        LabelCheckReport train = await LabelCheck.RunAsync(_folder["gt"], Cityscapes, options);
        LabelCheckReport ids = await LabelCheck.RunAsync(_folder["gt"], Cityscapes, options with { Map = "cityscapes-ids" });

        Assert.Equal((1, 0, null), (train.Files, train.Unreadable.Count, train.Map));
        Assert.Equal([("_gtFine_color", 1), ("_gtFine_labelIds", 2)], train.OtherKinds);
        Assert.Equal(["aachen/c_3_leftImg8bit"], train.ImagesWithoutLabels);
        Assert.Empty(train.LabelsWithoutImages);
        Assert.Equal((2, "cityscapes-ids"), (ids.Files, ids.Map));
        Assert.Equal(["aachen/b_2_gtFine_labelIds"], ids.LabelsWithoutImages);
        Assert.Empty(ids.Foreign);
        Assert.Empty(ids.Suspicions);
    }

    [Fact]
    public async Task Names_of_acdc_belong_together()
    {
        Write("gt/GOPR/a_gt_labelTrainIds.png", null, 0, 1, 2);
        Write("gt/GOPR/a_gt_labelIds.png", null, 7, 8, 11);
        Write("gt/GOPR/a_gt_invIds.png", null, 0, 1, 2);
        Image("gt/GOPR/a_gt_labelColor.png", 3);
        Image("rgb/GOPR/a_rgb_anon.png", 3);
        LabelCheckReport report = await LabelCheck.RunAsync(_folder["gt"], Cityscapes, new LabelCheckOptions { Images = _folder["rgb"] });
        Assert.True(report.IsUsable);
        Assert.Equal(["_gt_invIds", "_gt_labelColor", "_gt_labelIds"], report.OtherKinds.Select(k => k.Kind));
    }

    [Theory]
    [InlineData("l/a_L.png", "i/a.jpg", "end in '_L'")]
    [InlineData("l/val/a.png", "i/a.jpg", "folders before the names differ")]
    [InlineData("l/17.png", "i/frame_17.jpg", "labels are called like 17, images like frame_17")]
    public async Task Names_none_of_which_belong_together_are_explained(string label, string image, string suspicion)
    {
        Write(label, null, 0, 1, 2);
        Image(image, 3);
        LabelCheckReport report = await LabelCheck.RunAsync(_folder["l"], Cityscapes, new LabelCheckOptions { Images = _folder["i"] });
        Assert.Contains(suspicion, Assert.Single(report.Suspicions), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_label_counts_whose_image_cannot_be_read()
    {
        Write("l/a.png", null, 0, 1, 99);
        File.WriteAllText(Prepare("i/a.png"), "no picture at all");
        LabelCheckReport report = await LabelCheck.RunAsync(_folder["l"], Cityscapes, new LabelCheckOptions { Images = _folder["i"] });
        Assert.Contains(_folder["i/a.png"], Assert.Single(report.Unreadable), StringComparison.Ordinal);
        Assert.Equal((1L, 99), (report.Pixels[1], (int)Assert.Single(report.Foreign).Id));
        Assert.DoesNotContain(report.Suspicions, s => s.Contains("No pixel", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Values_beyond_a_coding_are_named()
    {
        Write("l/a.png", null, 7, 8, 200, 34);
        LabelCheckReport report = await LabelCheck.RunAsync(_folder["l"], Cityscapes, new LabelCheckOptions { Map = "cityscapes-ids" });
        Assert.Contains(
            report.Suspicions,
            s => s.StartsWith("2 pixels have values above 33", StringComparison.Ordinal) && s.Contains(": 34, 200.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Files_and_folders_that_may_not_be_read_are_named_with_the_rest()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Assert.Skip("needs a user who may not read everything");
            return;
        }

        Write("l/a.png", null, 0, 1, 2);
        Write("l/b.png", null, 0, 1, 2);
        Write("l/closed/c.png", null, 0, 1, 2);
        File.SetUnixFileMode(_folder["l/b.png"], UnixFileMode.None);
        File.SetUnixFileMode(_folder["l/closed"], UnixFileMode.None);
        LabelCheckReport report = await LabelCheck.RunAsync(_folder["l"], Cityscapes);
        File.SetUnixFileMode(_folder["l/closed"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.Equal((2, 1L), (report.Unreadable.Count, report.Pixels[1]));
    }

    [Fact]
    public async Task Train_ids_given_for_label_ids_are_suspected()
    {
        Write("l/a.png", null, 0, 1, 13, 18);
        LabelCheckReport report = await LabelCheck.RunAsync(_folder["l"], Cityscapes, new LabelCheckOptions { Map = "cityscapes-ids" });
        Assert.Contains(report.Suspicions, s => s.Contains("look like train ids", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Brightness_of_colours_and_other_modes_are_suspected()
    {
        Write("l/a.png", null, 38, 75, 113, 200);
        LabelCheckReport grey = await LabelCheck.RunAsync(_folder["l"], Cityscapes);
        Assert.Contains(grey.Suspicions, s => s.Contains("brightness", StringComparison.Ordinal));
        Image("l/b.png", 3);
        ConfidencePng.Write(Prepare("l/c.png"), new ConfidenceMap(1, 1, [5]));
        LabelCheckReport modes = await LabelCheck.RunAsync(_folder["l"], Cityscapes);
        Assert.Contains(modes.Suspicions, s => s.Contains("--colors", StringComparison.Ordinal));
        Assert.Contains(modes.Suspicions, s => s.Contains("--first-channel", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_folder_without_labels_is_an_error()
    {
        Directory.CreateDirectory(_folder["l"]);

        await Assert.ThrowsAsync<DatasetException>(() => LabelCheck.RunAsync(_folder["l"], Cityscapes));
        await Assert.ThrowsAsync<DatasetException>(() => LabelCheck.RunAsync(_folder["none"], Cityscapes));
    }

    private void Write(string name, Palette? palette, params byte[] labels) => LabelPng.Write(Prepare(name), new LabelMap(labels.Length, 1, labels), palette);

    private void Image(string name, int width) => RgbImageFile.Write(Prepare(name), new RgbImage(width, 1));

    private string Prepare(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        return _folder[name];
    }
}
