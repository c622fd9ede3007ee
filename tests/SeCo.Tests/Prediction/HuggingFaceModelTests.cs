using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using SeCo.Adaptation;
using SeCo.Checkpoints;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.Models;
using SeCo.Models.SegFormer;
using SeCo.Prediction;
using SeCo.Storage;
using SeCo.Testing;
using SeCo.Tests.Adaptation.Training;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Prediction;

/// <summary>Hugging Face folders as a source of predictions and as a student; golden/hf_segformer with the tolerances of its README.</summary>
public sealed class HuggingFaceModelTests : PredictionTest
{
    [Fact]
    public void Images_of_the_golden_set_become_its_input_and_its_label_maps()
    {
        string golden = SharedData.Require("golden/hf_segformer");
        using JsonDocument cases = Json("cases.json"), images = Json("images.json");
        foreach (JsonElement @case in cases.RootElement.EnumerateArray())
        {
            JsonElement source = images.RootElement.EnumerateArray().First(i => i.GetProperty("name").ValueEquals(@case.GetProperty("image").GetString()));
            RgbImage image = RgbImageFile.Read(Path.Combine(golden, source.GetProperty("file").GetString()!));
            string folder = Path.Combine(golden, @case.GetProperty("folder").GetString()!);
            using PredictingModel model = PredictingModel.Open(new ModelOptions { Weights = folder }, classes: null);
            using Tensor input = model.InputOf(image, options: null);
            AssertClose(FileOf(@case, "pixel_values").ToSingles(), input.ToArray<float>(), 1e-5);
            using Tensor answer = new ImagePredictor(model.Network.Network, Device.Cpu, model.Mapping, new PredictionOptions()).Predict(image);
            using Tensor best = answer.Argmax(1);
            using Tensor ids = best.To(DType.UInt8);
            byte[] found = ids.ToArray<byte>();
            double equal = FileOf(@case, "label_map").Values<byte>().ToArray().Zip(found, (e, f) => e == f ? 1.0 : 0).Average();
            Assert.True(equal >= 0.999, $"{folder} {@case.GetProperty("image")}: {equal:P2} of the label map is equal");
        }

        JsonDocument Json(string name) => JsonDocument.Parse(File.ReadAllText(Path.Combine(golden, name)));

        TensorData FileOf(JsonElement @case, string name) =>
            NpyFile.Read(Path.Combine(golden, @case.GetProperty(name).GetProperty("file").GetString()!));
    }

    [Fact]
    public async Task An_adapted_folder_answers_as_was_measured_and_is_a_student_again()
    {
        using TempFolder folder = new();
        ClassSet classes = TinyTraining.Classes;
        string weights = Write(folder["model"], [.. classes.Classes.Select(c => c.Name.ToUpperInvariant()).Append("void").Prepend("void")]);
        AdaptationInput input = TinyTraining.Input(folder);
        AdaptationOptions options = new()
        {
            Setting = AdaptationSetting.SourceFree, Epochs = 1, StepsPerEpoch = 1, BatchSize = 2,
            Views = new ViewOptions { CropWidth = 32, CropHeight = 32 },
            Selection = new SelectionOptions { Criterion = SelectionCriterion.PseudoLabels },
        };
        DomainAdaptation adaptation = new(classes, options, new StageEnvironment(7, Device.Cpu, 1, NullLogger.Instance));
        StudentSource student = new() { Network = HuggingFaceSegFormer.NetworkName, Weights = weights };
        AdaptationSummary summary = await adaptation.RunAsync(input, student, folder["out"]);
        Directory.Delete(folder["model"], recursive: true); // its file says all

        using PredictingModel adapted = PredictingModel.Open(new ModelOptions { Weights = summary.LastWeights }, classes: null);
        Assert.Equal([-1, 0, 1, 2, 3, 4, -1], adapted.Mapping.Targets);
        Assert.Equal(InputResize.BicubicBytes, adapted.Network.Network.Preprocessing.Resize);
        ImagePredictor predictor = new(adapted.Network.Network, Device.Cpu, adapted.Mapping, OwnSize);
        ConfusionMatrix confusion = new(classes.Count);
        foreach (TrainingImage image in input.Validation)
        {
            using Tensor answer = predictor.Predict(RgbImageFile.Read(image.ImagePath));
            using Tensor best = answer.Argmax(1);
            using Tensor ids = best.To(DType.UInt8);
            confusion.Add(LabelPng.Read(image.LabelPath!), new LabelMap(40, 24, ids.ToArray<byte>()));
        }

        Assert.Equal(confusion.IntersectionsOverUnions(), summary.Last.ValidationIou);
        adaptation.CheckStudent(student with { Weights = summary.LastWeights });
        new DomainAdaptation(classes, options with { Setting = AdaptationSetting.BlackBox }, new StageEnvironment(7, Device.Cpu, 1, NullLogger.Instance))
            .CheckStudent(student with { Weights = summary.LastWeights }); // its encoder alone
    }

    [Fact]
    public void Classes_are_those_of_id2label_and_a_folder_that_does_not_say_them_or_does_not_fit_is_refused()
    {
        using TempFolder folder = new();
        Write(folder["a"], ["Road", "car", "Car", "sky"]);
        using (PredictingModel model = PredictingModel.Open(new ModelOptions { Weights = folder["a"] }, classes: null))
        {
            Assert.Equal(["Road", "car", "Car 2", "sky"], model.Mapping.To.Classes.Select(c => c.Name));
            Assert.Equal([1, 2], model.Mapping.To.Things);
        }

        Assert.Contains("Car 2", Refusal<ArgumentException>(new ModelOptions { Weights = folder["a"] }, CamVid), StringComparison.Ordinal);
        Write(folder["b"], [.. Cityscapes.Classes.Select(c => c.Name)]);
        using (PredictingModel model = PredictingModel.Open(new ModelOptions { Weights = folder["b"] }, CamVid))
        {
            Assert.Equal(CamVid.Maps["cityscapes19"][13], model.Mapping.Targets[13]);
        }

        Write(folder["c"], [.. Enumerable.Range(0, 11).Select(i => $"LABEL_{i}")]);
        using (PredictingModel model = PredictingModel.Open(new ModelOptions { Weights = folder["c"], Classes = CamVid.Name }, CamVid))
        {
            Assert.Equal(CamVid.Name, model.Mapping.From.Name);
        }

        Write(folder["d"], ["a", "b"]);
        File.Copy(folder["a/model.safetensors"], folder["d/model.safetensors"], overwrite: true);
        string misfit = Refusal<CheckpointException>(new ModelOptions { Weights = folder["d"] }, null);
        Assert.Contains("decode_head.classifier.weight [4, 8, 1, 1] instead of [2, 8, 1, 1]", misfit, StringComparison.Ordinal);
        Assert.Contains("id2label", misfit, StringComparison.Ordinal);
    }

    private static string Refusal<T>(ModelOptions model, ClassSet? classes)
        where T : Exception => Assert.Throws<T>(() => PredictingModel.Open(model, classes)).Message;

    /// <summary>Writes a folder with a small network of random weights.</summary>
    /// <returns>Its file of weights.</returns>
    private static string Write(string folder, string[] names)
    {
        HuggingFaceSegFormer described = HuggingFaceSegFormer.Of(
            new SegFormerConfig
            {
                Body = new MixTransformerConfig { Channels = [4, 8, 10, 8], Blocks = [1, 1, 1, 1], Reductions = [4, 2, 1, 1] },
                Embedding = 8,
                Preprocessing = NetworkPreprocessing.ImageNet with { InputSize = new Size2d(32, 48), Resize = InputResize.BicubicBytes },
            },
            names);
        using SegmentationNetwork network = SegmentationNetworks.Of(described).Create(random: new RandomSource(3));
        described.Write(folder, network);
        return Path.Combine(folder, HuggingFaceSegFormer.WeightsFile);
    }
}
