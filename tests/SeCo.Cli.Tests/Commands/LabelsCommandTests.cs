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
            "26: 1 pixels in 1 files, first " + _temp["labels/foreign.png"] + " at (1, 0)", "unreadable: 1", _temp["labels/broken.png"], "label and image differ in size: 1",
            "images without labels: 1", "unlabelled", "lonely", "seco labels convert --map cityscapes-ids", "These labels cannot be used as they are.",
        ];
        foreach (string text in expected)
        {
            Assert.Contains(text, result.Output, StringComparison.Ordinal);
        }
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
        SecoResult result = (await Convert("--map", "cityscapes-id")).Expect(ExitCode.Failed).Says("no map from 'cityscapes-id'", "cityscapes-ids, synthia-ids");
        Assert.DoesNotContain("Parameter", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Convert_does_not_write_into_its_input()
    {
        Write("labels/x.png", 1, 0);
        (await Seco.Run("labels", "convert", _temp["labels"], "--classes", "cityscapes19", "--out", _temp["labels"])).Expect(ExitCode.Failed).Says("give another folder");
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
