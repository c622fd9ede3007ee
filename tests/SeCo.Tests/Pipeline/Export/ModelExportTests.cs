using System.Text.Json;
using SeCo.Checkpoints;
using SeCo.Labels;
using SeCo.Models;
using SeCo.Models.EspNet;
using SeCo.Models.SegFormer;
using SeCo.Pipeline;
using SeCo.Prediction;
using SeCo.RunFiles;
using SeCo.Testing;
using SeCo.Tests.Prediction;
using SeCo.Torch;
using SeCo.Torch.Nn;
using Xunit;

namespace SeCo.Tests.Pipeline.Export;

/// <summary>Networks that go out, and the card that goes with them (ModelCard); folders in and out again on golden/hf_segformer.</summary>
public sealed class ModelExportTests : PredictionTest
{
    [Fact]
    public void A_hugging_face_folder_that_goes_in_and_out_has_the_same_names_shapes_settings_and_logits()
    {
        string golden = SharedData.Require("golden/hf_segformer");
        using JsonDocument cases = JsonDocument.Parse(File.ReadAllText(Path.Combine(golden, "cases.json")));
        using TempFolder folder = new();
        using GradMode mode = GradMode.Disable();
        foreach (IGrouping<string, JsonElement> group in cases.RootElement.EnumerateArray().GroupBy(c => c.GetProperty("folder").GetString()!))
        {
            string given = Path.Combine(golden, group.Key), written = folder[group.Key];
            ModelExport.Write(given, written, ModelFormat.HuggingFace);
            Assert.Equal(["README.md", "config.json", "model.safetensors", "preprocessor_config.json"],
                Directory.GetFiles(written).Select(Path.GetFileName).Order(StringComparer.Ordinal));
            using SegmentationNetwork before = Load(given), after = Load(written);
            using ICheckpoint first = CheckpointFile.Open(PredictingModel.FileOf(given));
            using SafetensorsFile last = SafetensorsFile.Open(PredictingModel.FileOf(written));
            Assert.Equal("pt", last.Metadata["format"]);
            Assert.Equal(Described(first), Described(last));
            foreach (JsonElement @case in group)
            {
                TensorData pixels = NpyFile.Read(Path.Combine(golden, @case.GetProperty("pixel_values").GetProperty("file").GetString()!));
                using TensorScope scope = TensorScope.Open();
                Tensor images = Tensor.From(pixels.ToSingles(), [.. pixels.Shape]);
                Assert.Equal(before.CoarseLogits(images).ToArray<float>(), after.CoarseLogits(images).ToArray<float>());
            }

            AssertKept(given, written, HuggingFaceSegFormer.ConfigFile, "depths", "hidden_sizes", "num_attention_heads", "sr_ratios", "id2label", "label2id",
                "decoder_hidden_size", "mlp_ratios", "architectures", "model_type");
            AssertKept(given, written, HuggingFaceSegFormer.PreprocessorFile, "do_resize", "do_normalize", "image_mean", "image_std", "resample");
        }

        static IEnumerable<string> Described(ICheckpoint file) => file.Names.Select(n => file.Describe(n).ToString()).Order(StringComparer.Ordinal);

        static SegmentationNetwork Load(string path) => SegmentationNetworks.Of(HuggingFaceSegFormer.OfWeights(PredictingModel.FileOf(path))!)
            .Load(PredictingModel.FileOf(path));
    }

    [Fact]
    public void An_adapted_network_goes_out_with_a_card_of_its_run_and_predicts_from_its_file()
    {
        using TempFolder folder = new();
        ClassMapping mapping = ClassMapping.Between(Cityscapes, CamVid, 20);
        NetworkNotes notes = new() { Network = "espnet", Mapping = mapping, InputWidth = 64, InputHeight = 48, Epoch = 3, Criterion = "pseudo_labels" };
        using (EspNet network = new(EspNetConfig.Cityscapes, new RandomSource(5)))
        {
            SafetensorsWriter.Write(folder["run/round-2/adaptation/best.safetensors"], network.StateDictionary().ToSources(), notes.ToMetadata());
        }

        ModelRecord measured = new("adapted (last epoch)", 3) { Images = 7, Miou = 0.4567, Accuracy = double.NaN };
        RunFileKinds.Evaluation.Write(folder["run/evaluation.json"], new EvaluationRecord
        {
            Rounds = [new EvaluationRecord { Adaptation = new AdaptationRecord(11, 22, 2, "validation") { Models = [measured] } }],
        });
        Assert.Equal("espnet", ModelExport.Write(folder["run"], folder["out"], ModelFormat.Safetensors));
        string card = File.ReadAllText(folder["out/README.md"]);
        Assert.All(
            [
                "after 3 epochs, chosen by pseudo labels", "| labelled | 11 |", "| 13 | car | Car |", "| 19 |  | no class |", "resized to 64 x 48",
                "blue, green, red", "On 7 images with ground truth (validation)", "| adapted (last epoch) | 45.7 |  |",
                "licence of its code and first weights: MIT",
            ],
            expected => Assert.Contains(expected, card, StringComparison.Ordinal));
        using (PredictingModel model = PredictingModel.Open(new ModelOptions { Weights = folder["out/model.safetensors"] }, classes: null))
        {
            Assert.Equal(mapping.Targets, model.Mapping.Targets);
        }

        Assert.Contains("is of espnet", Refusal(folder["run"], ModelFormat.HuggingFace), StringComparison.Ordinal);
        using TempFolder silent = new();
        Assert.Contains("says nothing of itself", Refusal(WriteWeights(silent), ModelFormat.Safetensors), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["refused"]));

        string Refusal(string weights, ModelFormat format) =>
            Assert.Throws<ArgumentException>(() => ModelExport.Write(weights, folder["refused"], format)).Message;
    }

    /// <summary>The keys that both have are equal, but for the ways to write a number.</summary>
    private static void AssertKept(string given, string written, string file, params string[] keys)
    {
        using JsonDocument first = JsonDocument.Parse(File.ReadAllText(Path.Combine(given, file)));
        using JsonDocument last = JsonDocument.Parse(File.ReadAllText(Path.Combine(written, file)));
        Assert.All(keys, key => Assert.True(JsonElement.DeepEquals(first.RootElement.GetProperty(key), last.RootElement.GetProperty(key)),
            $"{file}: {key} is {last.RootElement.GetProperty(key)}, expected {first.RootElement.GetProperty(key)}"));
    }
}
