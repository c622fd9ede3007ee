using System.Text.Json;
using SeCo.Datasets;
using SeCo.Evaluation;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Evaluation;

public sealed class EvaluatorTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_are_matched_by_path_then_by_unique_name()
    {
        Write("truth/a/x.png", 0, 1);
        Write("truth/b/x.png", 1, 1);
        Write("truth/c/y.png", 2, 2);
        Write("answers/a/x.png", 0, 1);
        Write("answers/b/x.png", 1, 0);
        Write("answers/y.png", 2, 255);
        Write("answers/extra.png", 0, 0);

        EvaluationReport report = await Run();

        Assert.Equal(3, report.Images);
        Assert.Equal(4.0 / 5, report.Scores.Accuracy);
        Assert.Equal(5.0 / 6, report.Scores.Coverage);
    }

    [Fact]
    public async Task What_is_in_no_pair_is_counted_and_named()
    {
        Write("truth/\u00e9.png", 0, 1);
        Write("truth/lost.png", 0, 1);
        Write("answers/e\u0301.png", 0, 1); // the same name, as a Mac writes it
        Write("answers/extra.png", 0, 0);
        File.WriteAllText(_folder["answers/x.bmp"], "x");

        EvaluationReport report = await Run(new EvaluationOptions { AllowMissing = true });

        Assert.Equal(1, report.Images);
        Assert.Contains("1 in .bmp, as x.bmp", report.LeftOut[0], StringComparison.Ordinal);
        Assert.Contains("1 predictions have no ground truth", report.LeftOut[1], StringComparison.Ordinal);
        Assert.Contains("1 ground truths have no prediction", report.LeftOut[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Truth_without_a_labelled_pixel_measures_nothing()
    {
        Write("truth/a.png", 255, 255);
        Write("answers/a.png", 0, 1);
        Assert.Contains("nothing can be measured", (await Assert.ThrowsAsync<DatasetException>(() => Run())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cityscapes_names_are_matched()
    {
        Write("truth/ulm/ulm_0_gtFine_labelTrainIds.png", 0, 1);
        Write("truth/ulm/ulm_0_gtFine_color.png", 200, 200);
        Write("answers/ulm_0_leftImg8bit.png", 0, 1);

        Assert.Equal(1, (await Run()).Scores.Accuracy);
    }

    [Fact]
    public async Task Missing_and_ambiguous_files_are_listed_together()
    {
        Write("truth/a/x.png", 0, 1);
        Write("truth/z.png", 0, 1);
        Write("truth/w.png", 0, 1);
        Write("answers/b/x.png", 0, 1);
        Write("answers/c/x.png", 0, 1);

        DatasetException wrong = await Assert.ThrowsAsync<DatasetException>(() => Run());

        Assert.Equal(3, wrong.Faults.Count);
        Assert.Contains("several files are called x", wrong.Faults[0], StringComparison.Ordinal);
        Assert.Contains("no prediction w.png", wrong.Faults[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_answer_does_not_serve_two_truths_of_its_name()
    {
        Write("truth/a/x.png", 0, 1);
        Write("truth/b/x.png", 0, 1);
        Write("answers/x.png", 0, 1);

        Assert.Equal(2, (await Assert.ThrowsAsync<DatasetException>(() => Run())).Faults.Count);
    }

    [Fact]
    public async Task Truth_without_a_prediction_is_left_out_only_where_allowed()
    {
        Write("truth/a.png", 0, 1);
        Write("truth/b.png", 0, 1);
        Write("answers/a.png", 0, 1);

        await Assert.ThrowsAsync<DatasetException>(() => Run());
        Assert.Equal(1, (await Run(new EvaluationOptions { AllowMissing = true })).Images);
    }

    [Fact]
    public async Task Labels_outside_the_set_are_named_with_file_value_and_pixel()
    {
        Write("truth/a.png", 0, 1);
        Write("truth/b.png", 0, 19);
        Write("answers/a.png", 0, 11);
        Write("answers/b.png", 0, 1);

        DatasetException wrong = await Assert.ThrowsAsync<DatasetException>(() => Run());

        Assert.Contains("answers/a.png: label 11 at (1, 0)", wrong.Faults[0], StringComparison.Ordinal);
        Assert.Contains("truth/b.png: label 19 at (1, 0)", wrong.Faults[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sizes_must_agree_unless_resizing_is_asked_for()
    {
        LabelPng.Write(Prepare("truth/a.png"), new LabelMap(4, 2, [0, 0, 1, 1, 0, 0, 1, 1]));
        LabelPng.Write(Prepare("answers/a.png"), new LabelMap(2, 1, [0, 1]));

        Assert.Contains("2 x 1 pixels", (await Assert.ThrowsAsync<DatasetException>(() => Run())).Message, StringComparison.Ordinal);
        Assert.Equal(1, (await Run(new EvaluationOptions { Resize = true })).Scores.Accuracy);
    }

    [Fact]
    public async Task The_json_holds_shares_and_null_where_nothing_can_be_measured()
    {
        Write("truth/a.png", 0, 1);
        Write("answers/a.png", 0, 255);

        (await Run()).WriteJson(_folder["out/report.json"]);

        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(_folder["out/report.json"]));
        Assert.Equal("camvid11", json.RootElement.GetProperty("classes").GetString());
        Assert.Equal(1, json.RootElement.GetProperty("accuracy").GetDouble());
        Assert.Equal(0.5, json.RootElement.GetProperty("coverage").GetDouble());
        Assert.Equal(0.5, json.RootElement.GetProperty("miou_strict").GetDouble());
        Assert.Equal(11, json.RootElement.GetProperty("per_class").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("per_class")[1].GetProperty("iou").ValueKind);
        Assert.Equal("Building", json.RootElement.GetProperty("per_class")[1].GetProperty("name").GetString());
    }

    [Fact]
    public async Task The_camvid_predictions_score_what_their_description_says()
    {
        string root = SharedData.Require("data/camvid");

        EvaluationReport report = await new Evaluator(ClassSet.Named("camvid11"))
            .RunAsync(Path.Combine(root, "espnet_cityscapes/argmax/val"), Path.Combine(root, "labels/val"));

        Assert.Equal(101, report.Images);
        Assert.Equal(0.4046, report.Scores.Miou, 4);
        Assert.Equal(0.7218, report.Scores.Accuracy, 4);
        Assert.Equal(0.922, report.Scores.PerClass[0].Iou, 3);
        Assert.Equal(0.106, report.Scores.PerClass[9].Iou, 3);
    }

    private Task<EvaluationReport> Run(EvaluationOptions? options = null) =>
        new Evaluator(ClassSet.Named("camvid11"), options).RunAsync(_folder["answers"], _folder["truth"]);

    private void Write(string name, params byte[] labels) => LabelPng.Write(Prepare(name), new LabelMap(labels.Length, 1, labels));

    private string Prepare(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        return _folder[name];
    }
}
