using System.Text.Json;
using SeCo.Cli.Tests.Fixtures;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.Commands;

public sealed class LabelsCommandTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task Check_counts_pixels_and_finds_nothing_wrong_with_good_labels()
    {
        Write("labels/x.png", 2, 0, 1, 1, 255);
        SecoResult result = (await Check()).Expect(ExitCode.Done);
        Assert.Matches(@"0 +road +1\s", result.Output);
        Assert.Matches(@"1 +sidewalk +2\s", result.Output);
        Assert.Matches(@"255 +\(no label\) +1\s", result.Output);
        Assert.Contains("2x2 (1)", result.Output, StringComparison.Ordinal);
        Assert.Contains("These labels can be used.", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quiet_check_says_why_it_failed_and_nothing_else()
    {
        Write("labels/x.png", 2, 0, 1);
        SecoResult good = (await Check("--quiet")).Expect(ExitCode.Done);
        Assert.Equal((string.Empty, string.Empty), (good.Output, good.Error));
        Write("labels/y.png", 2, 0, 26);
        SecoResult bad = (await Check("--quiet")).Expect(ExitCode.Failed).Says("cannot be used as they are", "26: 1 pixels in 1 files");
        Assert.Equal(string.Empty, bad.Output);
    }

    [Fact]
    public async Task Files_of_other_endings_are_counted_and_named()
    {
        Write("labels/x.png", 2, 0, 1);
        File.WriteAllText(_temp["labels/z.bmp"], "x");
        Assert.Contains(".bmp, as z.bmp: 1", (await Check()).Expect(ExitCode.Done).Output, StringComparison.Ordinal);
        Assert.Contains(".bmp, as z.bmp: 1", (await Convert()).Expect(ExitCode.Done).Output, StringComparison.Ordinal);
        File.Delete(_temp["labels/x.png"]);
        (await Convert()).Expect(ExitCode.Failed).Says("no file to convert, expected .png", "1 in .bmp");
    }

    [Fact]
    public async Task Check_names_every_kind_of_fault_at_once()
    {
        Write("labels/foreign.png", 2, 0, 26, 0, 0);
        Write("labels/lonely.png", 1, 0);
        Write("labels/small.png", 1, 0);
        File.WriteAllText(_temp["labels/broken.png"], "no image");
        RgbImageFile.Write(Folder("images/foreign.png"), new RgbImage(2, 2));
        RgbImageFile.Write(Folder("images/small.png"), new RgbImage(2, 2));
        RgbImageFile.Write(Folder("images/unlabelled.png"), new RgbImage(2, 2));

        SecoResult result = (await Check("--images", _temp["images"])).Expect(ExitCode.Failed);

        string[] expected =
        [
            "26: 1 pixels in 1 files, first " + _temp["labels/foreign.png"] + " at (1, 0)", "unreadable: 1", _temp["labels/broken.png"],
            "label and image differ in size: 1",
            "images without labels: 1", "unlabelled", "lonely", "seco labels convert --map cityscapes-ids", "These labels cannot be used as they are.",
        ];
        foreach (string text in expected)
        {
            Assert.Contains(text, result.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Check_answers_in_json()
    {
        Write("labels/x.png", 2, 0, 26, 0, 255);
        using JsonDocument json = JsonDocument.Parse((await Check("--json")).Expect(ExitCode.Failed).Output);
        JsonElement report = json.RootElement[0];
        Assert.Equal(
            (false, 1, "cityscapes19"),
            (report.GetProperty("usable").GetBoolean(), report.GetProperty("files").GetInt32(), report.GetProperty("class_set").GetString()));
        Assert.Equal(
            [(0, 2L), (26, 1L), (255, 1L)],
            report.GetProperty("values").EnumerateArray().Select(v => (v.GetProperty("id").GetInt32(), v.GetProperty("pixels").GetInt64())));
        JsonElement foreign = report.GetProperty("foreign")[0];
        Assert.Equal((26, 1, 0), (foreign.GetProperty("id").GetInt32(), foreign.GetProperty("x").GetInt32(), foreign.GetProperty("y").GetInt32()));
        Assert.Contains("cityscapes-ids", report.GetProperty("suspicions")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_looks_at_every_label_of_a_configuration_and_a_run_at_a_sample_of_them()
    {
        RgbImageFile.Write(Folder("images/a.png"), new RgbImage(2, 1));
        RgbImageFile.Write(Folder("val/images/v.png"), new RgbImage(2, 1));
        Write("predictions/a.png", 2, 0, 1);
        Write("val/truth/v.png", 2, 0, 26); // label ids where train ids are expected
        ConfidencePng.Write(Folder("confidence/a.png"), new ConfidenceMap(2, 1, [60000, 60000]));
        File.WriteAllText(_temp["my.yaml"], $$$"""
            dataset: {root: {{{_temp.Path}}}, images: images, predictions: {labels: predictions, confidence: confidence}}
            validation: {root: {{{_temp["val"]}}}, images: images, truth: truth}
            """);

        SecoResult check = (await Seco.Run("labels", "check", "--config", _temp["my.yaml"])).Expect(ExitCode.Failed);
        Assert.Contains("dataset: predictions", check.Output, StringComparison.Ordinal);
        Assert.Contains("validation: truth", check.Output, StringComparison.Ordinal);
        Assert.Contains("Some labels of the configuration cannot be used", check.Output, StringComparison.Ordinal);
        (await Seco.Run("run", _temp["my.yaml"], "--out", _temp["run"], "--set", "adaptation.setting=black_box", "--set", "adaptation.network=unet-small"))
            .Expect(ExitCode.Failed).Says("validation, truth:", "label 26 at (1, 0)", "1 of 1 files", "cityscapes-ids", "seco labels check --config");
        Assert.False(Directory.Exists(_temp["run/pixel-labels"]));
        (await Seco.Run("labels", "check", "--config", _temp["my.yaml"], "--set", "validation.truth_coding=cityscapes-ids")).Expect(ExitCode.Done);
        (await Seco.Run("labels", "check", "--config", _temp["my.yaml"], "--set", "validation.truth=elsewhere")).Expect(ExitCode.Failed)
            .Says("validation:", "elsewhere", "no such folder");
        (await Seco.Run("labels", "check", "--config", _temp["my.yaml"], "--classes", "camvid11")).Expect(ExitCode.WrongUsage);
        (await Seco.Run("labels", "check", _temp["predictions"])).Expect(ExitCode.WrongUsage).Says("--classes");
    }

    [Fact]
    public async Task Convert_goes_back_and_reads_sixteen_bits_and_regions()
    {
        Write("labels/x.png", 2, 0, 13);
        (await Convert("--map", "cityscapes-ids", "--reverse")).Expect(ExitCode.Done);
        Assert.Equal([7, 26], LabelPng.Read(_temp["converted/x.png"]).Pixels.ToArray());
        ConfidencePng.Write(_temp["labels/x.png"], new ConfidenceMap(2, 1, [7, 300]));
        (await Convert("--first-channel", "--map", "cityscapes-ids")).Expect(ExitCode.Failed).Says("value 300 at (1, 0)");
        (await Convert("--reverse")).Expect(ExitCode.WrongUsage).Says("--reverse");
        (await Convert("--colors", "--regions")).Expect(ExitCode.WrongUsage).Says("at most one");
    }

    [Fact]
    public async Task Labels_go_to_a_tool_that_trains_and_come_back_with_its_classes_or_those_of_a_set()
    {
        Write("labels/night/x.png", 2, 0, 13, 255, 8);
        RgbImageFile.Write(Folder("images/night/x.jpg"), new RgbImage(2, 2));
        string[] export = ["labels", "export", _temp["labels"], "--classes", "cityscapes19", "--images", _temp["images"], "--out", _temp["out"]];
        Assert.Contains(
            "1 pixels without a label are background to YOLO",
            (await Seco.Run([.. export, "--format", "yolo", "--split", "val"])).Expect(ExitCode.Done).Output, StringComparison.Ordinal);
        Assert.True(File.Exists(_temp["out/images/val/night/x.jpg"]));

        SecoResult back = (await Seco.Run("labels", "convert", _temp["out"], "--from", "yolo", "--out", _temp["back"])).Expect(ExitCode.Done);

        Assert.Contains("1 files converted", back.Output, StringComparison.Ordinal);
        Assert.Contains("back.classes.yaml (19, as the input names them)", back.Output, StringComparison.Ordinal);
        Assert.Equal([0, 13, 255, 8], LabelPng.Read(_temp["back/night/x.png"]).Pixels.ToArray());
        (await Seco.Run("labels", "check", _temp["back"], "--classes", _temp["back.classes.yaml"])).Expect(ExitCode.Done);
        (await Seco.Run("labels", "convert", _temp["out"], "--from", "yolo", "--classes", "camvid11", "--out", _temp["other"])).Expect(ExitCode.Failed)
            .Says("out/labels/val/night/x.txt", "the class 'vegetation', which 'camvid11' does not have");
        (await Seco.Run("labels", "convert", _temp["labels"], "--from", "mmseg", "--out", _temp["other"])).Expect(ExitCode.Failed).Says("--classes");
        (await Seco.Run("labels", "convert", _temp["labels"], "--from", "kitti", "--out", _temp["other"])).Expect(ExitCode.WrongUsage).Says("voc", "yolo");
        (await Seco.Run("labels", "convert", _temp["labels"], "--out", _temp["other"])).Expect(ExitCode.WrongUsage).Says("--classes");
        (await Seco.Run([.. export, "--format", "voc", "--split", "../x"])).Expect(ExitCode.WrongUsage).Says("split is '../x'");
        Write("labels/lonely.png", 1, 0);
        (await Seco.Run([.. export, "--format", "voc"])).Expect(ExitCode.Failed).Says("lonely.png", "has no image below");
    }

    [Fact]
    public async Task Masks_of_a_coco_file_become_mask_files()
    {
        File.WriteAllText(Folder("coco.json"), """
            {"images": [{"id": 1, "file_name": "a.jpg", "width": 4, "height": 3}], "categories": [{"id": 1, "name": "thing"}],
             "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "segmentation": [[0, 0, 2, 0, 2, 2, 0, 2]]}]}
            """);
        Assert.Contains(
            "1 masks of 1 images",
            (await Seco.Run("labels", "masks", _temp["coco.json"], "--out", _temp["masks"])).Expect(ExitCode.Done).Output,
            StringComparison.Ordinal);
        Assert.True(File.Exists(_temp["masks/a.json"]));
    }

    [Fact]
    public async Task Check_says_when_nothing_is_labelled()
    {
        Write("labels/x.png", 1, 255);
        Assert.Contains("No pixel has a label", (await Check()).Expect(ExitCode.Done).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_answers_by_exit_code_alone_when_quiet()
    {
        Write("labels/x.png", 1, 0);
        Assert.Equal(new SecoResult(ExitCode.Done, string.Empty, string.Empty), await Check("--quiet"));
        Write("labels/y.png", 1, 99);
        Assert.Equal(ExitCode.Failed, (await Check("--quiet")).Code);
    }

    [Fact]
    public async Task Check_names_a_folder_that_does_not_exist() => (await Check()).Expect(ExitCode.Failed).Says(_temp["labels"], "no such folder");

    [Fact]
    public async Task Convert_maps_ids_and_keeps_names_and_folders()
    {
        Write("labels/a/x.png", 2, 7, 26, 3, 255); // road, car, a class without a train id
        SecoResult result = (await Convert("--map", "cityscapes-ids")).Expect(ExitCode.Done);
        Assert.Equal([0, 13, 255, 255], LabelPng.Read(_temp["converted/a/x.png"]).Pixels.ToArray());
        Assert.Contains("1 files converted.", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Convert_reads_colours_and_refuses_those_of_no_class_unless_told()
    {
        RgbImageFile.Write(Folder("labels/x.png"), new RgbImage(2, 1, [128, 64, 128, 1, 2, 3])); // road, nothing
        (await Convert("--colors")).Expect(ExitCode.Failed).Says(_temp["labels/x.png"], "(1, 0)");
        (await Convert("--colors", "--ignore-unknown-colors")).Expect(ExitCode.Done);
        Assert.Equal([0, 255], LabelPng.Read(_temp["converted/x.png"]).Pixels.ToArray());
    }

    [Fact]
    public async Task Convert_names_all_files_that_it_cannot_convert_and_writes_the_others()
    {
        Write("labels/bad.png", 1, 200);
        Write("labels/good.png", 1, 4);
        Write("labels/worse.png", 1, 201);
        (await Convert()).Expect(ExitCode.Failed).Says("bad.png", "label 200 at (0, 0)", "worse.png");
        Assert.Equal(["good.png"], Snapshot.Of(_temp["converted"]).Names);
    }

    [Fact]
    public async Task Convert_refuses_an_unknown_map_with_those_there_are()
    {
        Write("labels/x.png", 1, 0);
        SecoResult result =
            (await Convert("--map", "cityscapes-id")).Expect(ExitCode.Failed)
                .Says("no map from 'cityscapes-id'", "cityscapes-ids, from-one, idd-ids", "synthia-ids");
        Assert.DoesNotContain("Parameter", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Convert_does_not_write_into_its_input()
    {
        Write("labels/x.png", 1, 0);
        (await Seco.Run("labels", "convert", _temp["labels"], "--classes", "cityscapes19", "--out", _temp["labels"])).Expect(ExitCode.Failed)
            .Says("the output is the input folder");
        Assert.Equal(["x.png"], Snapshot.Of(_temp["labels"]).Names);
    }

    private Task<SecoResult> Check(params string[] more) => Seco.Run(["labels", "check", _temp["labels"], "--classes", "cityscapes19", .. more]);

    private Task<SecoResult> Convert(params string[] more) =>
        Seco.Run(["labels", "convert", _temp["labels"], "--classes", "cityscapes19", "--out", _temp["converted"], .. more]);

    private string Folder(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_temp[name])!);
        return _temp[name];
    }

    private void Write(string name, int width, params byte[] labels) => LabelPng.Write(Folder(name), new LabelMap(width, labels.Length / width, labels));
}
