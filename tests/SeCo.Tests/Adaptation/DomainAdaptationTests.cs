using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using SeCo.Adaptation;
using SeCo.Checkpoints;
using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.Models;
using SeCo.Prediction;
using SeCo.Storage;
using SeCo.Testing;
using SeCo.Tests.Adaptation.Training;
using SeCo.Tests.Prediction;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Adaptation;

public sealed class DomainAdaptationTests : PredictionTest
{
    private static readonly AdaptationOptions Small = new()
    {
        Setting = AdaptationSetting.BlackBox,
        Epochs = 2,
        StepsPerEpoch = 3,
        BatchSize = 2,
        Accumulation = 2,
        CheckpointEvery = 2,
        Views = new ViewOptions { CropWidth = 32, CropHeight = 32 },
        Optimizer = new OptimizerOptions { LearningRate = 0.01 },
        UniMatch = new UniMatchOptions { HardMinimum = 100 },
        Selection = new SelectionOptions { Criterion = SelectionCriterion.PseudoLabels },
    };

    [Theory]
    [InlineData(AdaptationMethod.UniMatch, 2, 5, 7)]
    [InlineData(AdaptationMethod.SelfTraining, 4)]
    [InlineData(AdaptationMethod.MeanTeacher, 4, 10)]
    public async Task A_killed_run_ends_in_the_same_weights_as_an_uninterrupted_one(AdaptationMethod method, params int[] moments)
    {
        using TempFolder folder = new();
        AdaptationInput input = TinyTraining.Input(folder);
        input = input with { Source = input.Validation };
        AdaptationOptions options =
            Small with { Method = method, Setting = method == AdaptationMethod.MeanTeacher ? AdaptationSetting.Uda : AdaptationSetting.BlackBox };
        AdaptationSummary whole = await Run(options, input, folder["whole"]);
        foreach (int reports in moments)
        {
            string output = folder[$"killed/{reports}"];
            using (StopAfter stop = new(reports))
            {
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Adaptation(options).RunAsync(input, Student, output, stop, stop.Token));
            }

            AdaptationSummary killed = await Run(options with { Workers = 1, Prefetch = 2 }, input, output);
            Assert.Equal(File.ReadAllBytes(whole.LastWeights), File.ReadAllBytes(killed.LastWeights));
            Assert.Equal(File.ReadAllBytes(whole.BestWeights), File.ReadAllBytes(killed.BestWeights));
            Assert.Equal(whole.Best.PseudoLabelMiou, killed.Best.PseudoLabelMiou);
            Assert.Equal(method == AdaptationMethod.MeanTeacher ? CheckpointRole.Teacher : CheckpointRole.Student, killed.Network);
        }
    }

    [Theory]
    [InlineData(AdaptationMethod.UniMatch)]
    [InlineData(AdaptationMethod.SelfTraining)]
    public async Task A_running_mean_that_fills_gaps_is_delivered_and_survives_a_kill(AdaptationMethod method)
    {
        using TempFolder folder = new();
        AdaptationInput input = TinyTraining.Input(folder);
        input = input with { Labelled = [.. input.Labelled.Select(i => i with { AnswerPath = i.LabelPath })] };
        AdaptationOptions options = Small with
        {
            Method = method,
            Average = 0.9,
            ClassBalance = new ClassBalanceOptions { Exponent = 0.3, CoverageExponent = 1 },
            SelfTraining = new SelfTrainingOptions { FillGaps = true, ConfidenceThreshold = 0.2, FillFromStep = 1 },
        };
        AdaptationSummary whole = await Run(options, input, folder["whole"]);
        using (StopAfter stop = new(4))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Adaptation(options).RunAsync(input, Student, folder["killed"], stop, stop.Token));
        }

        AdaptationSummary killed = await Run(options, input, folder["killed"]);
        Assert.Equal(File.ReadAllBytes(whole.LastWeights), File.ReadAllBytes(killed.LastWeights));
        Assert.Equal(CheckpointRole.Teacher, whole.Network);
        AdaptationSummary student = await Run(options with { Average = 0, SelfTraining = new() }, input, folder["student"]);
        Assert.NotEqual(File.ReadAllBytes(whole.LastWeights), File.ReadAllBytes(student.LastWeights));
    }

    [Fact]
    public async Task The_summary_tells_last_and_best_epoch_and_which_labels_chose_it()
    {
        using TempFolder folder = new();
        AdaptationInput input = TinyTraining.Input(folder);
        AdaptationSummary summary = await Run(Small, input, folder["out"]);
        Assert.Equal((2, 6, false, CheckpointRole.Student), (summary.Epochs, summary.Steps, summary.StoppedEarly, summary.Network));
        Assert.Contains("kept out of training", summary.ChosenBy, StringComparison.Ordinal);
        Assert.Equal(5, summary.Last.ValidationIou.Count);
        Assert.InRange(summary.WaitShare, 0, 1);
        Assert.True(summary.ImagesPerSecond > 0);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(folder["out/summary.json"]));
        Assert.Equal(summary.Best.Epoch, json.RootElement.GetProperty("best").GetProperty("epoch").GetInt32());
        Assert.Equal(summary.Best.ValidationIou[1], json.RootElement.GetProperty("best").GetProperty("validation_iou").GetProperty("green").GetDouble());
        Assert.Equal("pseudo_labels", json.RootElement.GetProperty("criterion").GetString());
    }

    [Fact]
    public async Task A_source_free_student_starts_from_its_model_and_its_weights_answer_as_was_measured()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder["map.yaml"], "red: [road, sidewalk]\ngreen: [vegetation, terrain]\nblue: [sky, car]\nyellow: person\ncyan: []\n");
        StudentSource student = new() { Network = "espnet", Weights = WriteWeights(folder), ClassMap = folder["map.yaml"] };
        AdaptationInput input = TinyTraining.Input(folder);
        AdaptationOptions options = Small with { Setting = AdaptationSetting.SourceFree, Optimizer = new OptimizerOptions { LearningRate = 1e-12 } };
        AdaptationSummary summary = await Adaptation(options).RunAsync(input, student, folder["out"]);

        // The rate is next to nothing, so the weights are the model's but for the norms' statistics.
        using SafetensorsFile first = SafetensorsFile.Open(student.Weights!), last = SafetensorsFile.Open(summary.LastWeights);
        Assert.Equal(first.Names, last.Names);
        Assert.Equal(first.Read("classifier.weight").Bytes.ToArray().Length, last.Read("classifier.weight").Bytes.Length);
        NetworkNotes notes = NetworkNotes.From(summary.LastWeights, last.Metadata)!;
        Assert.Equal((20, 0, -1), (notes.Mapping.Targets.Count, notes.Mapping.Targets[0], notes.Mapping.Targets[2]));
        using TrainedNetwork network = TrainedNetwork.Load("espnet", summary.LastWeights);
        ConfusionMatrix confusion = new(5);
        ImagePredictor predictor = new(network.Network, network.Device, ClassMapping.Of(notes.Mapping.From, notes.Mapping.To, notes.Mapping.Targets), OwnSize);
        foreach (TrainingImage image in input.Validation)
        {
            using Tensor answer = predictor.Predict(RgbImageFile.Read(image.ImagePath));
            using Tensor best = answer.Argmax(1);
            using Tensor ids = best.To(DType.UInt8);
            confusion.Add(LabelPng.Read(image.LabelPath!), new LabelMap(40, 24, ids.ToArray<byte>()));
        }

        Assert.Equal(confusion.IntersectionsOverUnions(), summary.Last.ValidationIou);

        // Weights of SeCo's own say by themselves what their outputs mean.
        Adaptation(options).CheckStudent(new StudentSource { Network = "espnet", Weights = summary.LastWeights });
    }

    [Fact]
    public async Task What_cannot_be_trained_is_refused_before_anything_is_done()
    {
        using TempFolder folder = new();
        AdaptationInput input = TinyTraining.Input(folder);
        await Refused(Small, input with { Labelled = [] }, "no labelled image");
        await Refused(Small, input with { Unlabelled = [] }, "needs unlabelled images");
        await Refused(Small, input with { HeldOut = [] }, "selection.held_out_images");
        await Refused(Small with { ClassBalance = new ClassBalanceOptions { CoverageExponent = 1 } }, input, "labelled images have none");
        await Refused(Small with { Setting = AdaptationSetting.Uda }, input, "needs labelled source images");
        await Refused(Small with { Setting = AdaptationSetting.SourceFree }, input, "no weights are given");
        await Refused(Small with { Selection = new SelectionOptions { Criterion = SelectionCriterion.ValidationTruth } }, input with { Validation = [] },
            "validation images with truth");
        await Refused(Small, input with { Labelled = [input.Labelled[0] with { LabelPath = null }] }, "labelled image i0: has no label file");
        Assert.False(Directory.Exists(folder["refused"]));

        Task Refused(AdaptationOptions options, AdaptationInput images, string expected) =>
            Assert.ThrowsAsync<DatasetException>(() => Run(options, images, folder["refused"]))
            .ContinueWith(fault => Assert.Contains(expected, fault.Result.Message, StringComparison.Ordinal), TaskScheduler.Default);
    }

    [Fact]
    public void A_class_set_that_needs_the_ids_of_the_marks_is_refused()
    {
        ClassSet full = new("full", [.. Enumerable.Range(0, 255).Select(i => new SegmentationClass((byte)i, $"c{i}", ((byte)i, 0, 0), ClassKind.Stuff))]);
        Assert.Contains("at most 254",
            Assert.Throws<ArgumentException>(() => new DomainAdaptation(full, Small, new StageEnvironment(7, Device.Cpu, 1, NullLogger.Instance))).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkpoint_of_other_settings_labels_or_weights_is_refused()
    {
        using TempFolder folder = new();
        AdaptationInput input = TinyTraining.Input(folder);
        await Run(Small with { Epochs = 1 }, input, folder["out"]);
        await Assert.ThrowsAsync<CheckpointException>(() => Run(Small, input, folder["out"]));
        await Assert.ThrowsAsync<CheckpointException>(() =>
            Run(Small with { Epochs = 1 }, input with { Unlabelled = [.. input.Unlabelled.Skip(1)] }, folder["out"]));
        LabelPng.Write(input.Labelled[0].LabelPath!, new LabelMap(40, 24));
        await Assert.ThrowsAsync<CheckpointException>(() => Run(Small with { Epochs = 1 }, input, folder["out"]));
    }

    [Fact]
    public void Weights_of_another_network_are_named_early()
    {
        using TempFolder folder = new();
        DomainAdaptation adaptation = Adaptation(Small with { Setting = AdaptationSetting.SourceFree });
        CheckpointException fault =
            Assert.Throws<CheckpointException>(() => adaptation.CheckStudent(new StudentSource { Network = "segformer-b0", Weights = WriteWeights(folder) }));
        Assert.Contains("does not fit the model", fault.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => adaptation.CheckStudent(Student with { Network = "espnett" }));
        adaptation.CheckStudent(Student);
    }

    private static StudentSource Student { get; } = new() { Network = "espnet" };

    private static DomainAdaptation Adaptation(AdaptationOptions options) =>
        new(TinyTraining.Classes, options, new StageEnvironment(7, Device.Cpu, 1, NullLogger.Instance));

    private static Task<AdaptationSummary> Run(AdaptationOptions options, AdaptationInput input, string output) =>
        Adaptation(options).RunAsync(input, Student, output);
}
