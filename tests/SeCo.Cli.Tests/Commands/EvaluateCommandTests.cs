using System.Text.Json;
using SeCo.Cli.Tests.Fixtures;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.Commands;

public sealed class EvaluateCommandTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task Measures_what_can_be_counted_by_hand()
    {
        // Truth: six pixels of class 0, two of class 1, one of no class. Right are four and one, one is wrong, two are not labelled.
        Write("truth/a/x.png", 3, 0, 0, 0, 0, 0, 0, 1, 1, 255);
        Write("predictions/a/x.png", 3, 0, 0, 0, 0, 1, 255, 1, 255, 5);

        SecoResult result = (await Evaluate("--json", _temp["report.json"])).Expect(ExitCode.Done);

        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(_temp["report.json"]));
        JsonElement root = report.RootElement;
        Assert.Equal(5.0 / 6, root.GetProperty("accuracy").GetDouble(), 12);
        Assert.Equal(5.0 / 8, root.GetProperty("accuracy_strict").GetDouble(), 12);
        Assert.Equal(6.0 / 8, root.GetProperty("coverage").GetDouble(), 12);
        Assert.Equal(((4.0 / 5) + (1.0 / 2)) / 2, root.GetProperty("miou").GetDouble(), 12);
        Assert.Equal(((4.0 / 6) + (1.0 / 3)) / 2, root.GetProperty("miou_strict").GetDouble(), 12);
        JsonElement road = root.GetProperty("per_class")[0];
        Assert.Equal("road", road.GetProperty("name").GetString());
        Assert.Equal(4.0 / 5, road.GetProperty("iou").GetDouble(), 12);
        Assert.Equal(JsonValueKind.Null, root.GetProperty("per_class")[5].GetProperty("iou").ValueKind);
        Assert.Contains("75.00", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Matches_by_path_before_file_name()
    {
        Write("truth/a/x.png", 1, 0);
        Write("truth/b/x.png", 1, 1);
        Write("predictions/a/x.png", 1, 0);
        Write("predictions/b/x.png", 1, 1);
        Assert.Equal(1, await Accuracy());
    }

    [Fact]
    public async Task Matches_by_file_name_where_it_is_unique()
    {
        Write("truth/a/x_gtFine_labelTrainIds.png", 1, 0);
        Write("truth/b/y.png", 1, 1);
        Write("predictions/x_leftImg8bit.png", 1, 0);
        File.Delete(_temp["truth/b/y.png"]);
        Assert.Equal(1, await Accuracy());
    }

    [Fact]
    public async Task Refuses_file_names_that_several_have()
    {
        Write("truth/a/x.png", 1, 0);
        Write("truth/b/x.png", 1, 1);
        Write("predictions/x.png", 1, 0);
        (await Evaluate()).Expect(ExitCode.Failed).Says("several files are called x", "under the same folders");
    }

    [Fact]
    public async Task Names_all_missing_predictions_and_leaves_them_out_only_when_told()
    {
        Write("truth/x.png", 1, 0);
        Write("truth/y.png", 1, 1);
        Write("truth/z.png", 1, 1);
        Write("predictions/x.png", 1, 0);
        (await Evaluate()).Expect(ExitCode.Failed).Says("no prediction y.png", "no prediction z.png");
        Assert.Equal(1, await Accuracy("--allow-missing"));
    }

    [Fact]
    public async Task Refuses_other_sizes_and_resizes_only_when_told()
    {
        Write("truth/x.png", 2, 0, 0, 0, 0);
        Write("predictions/x.png", 1, 0);
        (await Evaluate()).Expect(ExitCode.Failed).Says("predictions/x.png", "1 x 1", "2 x 2", "--resize");
        Assert.Equal(1, await Accuracy("--resize"));
    }

    [Fact]
    public async Task Names_files_and_pixels_of_labels_outside_the_class_set_together_and_writes_no_report()
    {
        Write("truth/x.png", 2, 0, 0, 0, 33);
        Write("predictions/x.png", 2, 0, 0, 0, 0);
        Write("truth/y.png", 2, 0, 0, 0, 0);
        Write("predictions/y.png", 2, 0, 20, 0, 0);
        (await Evaluate("--json", _temp["report.json"])).Expect(ExitCode.Failed)
            .Says("truth/x.png", "label 33 at (1, 1)", "predictions/y.png", "label 20 at (1, 0)", "cityscapes19");
        Assert.False(File.Exists(_temp["report.json"]));
    }

    [Fact]
    public async Task Names_a_folder_that_does_not_exist_and_one_without_labels()
    {
        Directory.CreateDirectory(_temp["truth"]);
        (await Evaluate()).Expect(ExitCode.Failed).Says(_temp["predictions"], "no such folder");
        Directory.CreateDirectory(_temp["predictions"]);
        (await Evaluate()).Expect(ExitCode.Failed).Says("no prediction belongs to any ground truth");
    }

    [Fact]
    public async Task Quiet_says_nothing_where_all_is_well()
    {
        Write("truth/x.png", 1, 0);
        Write("predictions/x.png", 1, 0);
        Assert.Equal(new SecoResult(ExitCode.Done, string.Empty, string.Empty), await Evaluate("--quiet"));
    }

    [Fact]
    public async Task A_folder_that_is_missing_or_a_file_is_all_that_is_said()
    {
        Write("truth/x.png", 1, 0);
        string missing = (await Evaluate()).Expect(ExitCode.Failed).Says(_temp["predictions"] + ": no such folder").Error;
        Assert.DoesNotContain("no prediction", missing, StringComparison.Ordinal);
        File.WriteAllText(_temp["predictions"], "x");
        (await Evaluate()).Expect(ExitCode.Failed).Says(_temp["predictions"] + ": is a file, expected the folder");
    }

    [Fact]
    public async Task A_folder_is_no_place_for_the_measures()
    {
        Write("truth/x.png", 1, 0);
        Write("predictions/x.png", 1, 0);
        (await Evaluate("--json", _temp["truth"])).Expect(ExitCode.WrongUsage).Says("--json", _temp["truth"], "is a folder");
    }

    private async Task<double> Accuracy(params string[] more)
    {
        (await Evaluate([.. more, "--json", _temp["report.json"]])).Expect(ExitCode.Done);
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(_temp["report.json"]));
        return report.RootElement.GetProperty("accuracy").GetDouble();
    }

    private Task<SecoResult> Evaluate(params string[] more) =>
        Seco.Run(["evaluate", "--predictions", _temp["predictions"], "--truth", _temp["truth"], "--classes", "cityscapes19", .. more]);

    private void Write(string name, int width, params byte[] labels)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_temp[name])!);
        LabelPng.Write(_temp[name], new LabelMap(width, labels.Length / width, labels));
    }
}
