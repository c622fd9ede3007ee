using System.Text.Json;
using SeCo.Checkpoints;
using SeCo.Models.SegFormer;
using SeCo.Models.Tests.Fixtures;
using SeCo.Testing;
using SeCo.Torch;
using SeCo.Torch.Nn;
using Xunit;

namespace SeCo.Models.Tests.SegFormer;

/// <summary>Against golden/hf_segformer, with the tolerances of its README; and what is refused.</summary>
public sealed class HuggingFaceSegFormerTests : ModelTest
{
    private const string Golden = "golden/hf_segformer", NoNames = """{"architectures": ["SegformerForSemanticSegmentation"], "model_type": "segformer"}""";
    private const double Tolerance = 3e-5;

    [Fact]
    public void Logits_and_stages_of_the_golden_folders_are_those_of_the_official_code()
    {
        string golden = SharedData.Require(Golden);
        using GradMode mode = GradMode.Disable();
        foreach (JsonElement @case in Json("cases.json").EnumerateArray())
        {
            string name = $"{@case.GetProperty("folder")}.{@case.GetProperty("image")}";
            using SegmentationNetwork network = Load(Path.Combine(golden, @case.GetProperty("folder").GetString()!));
            Tensor pixels = ArrayOf(@case, "pixel_values");
            AssertClose(ArrayOf(@case, "logits"), network.CoarseLogits(pixels), Tolerance, name);
            foreach (JsonElement stage in Json("stages.json").EnumerateArray())
            {
                string file = stage.GetProperty("file").GetString()!;
                if (Path.GetFileName(file).StartsWith(name + ".", StringComparison.Ordinal))
                {
                    AssertClose(Npy.Read(Path.Combine(golden, file)), network.Features(pixels)[stage.GetProperty("stage").GetInt32()], Tolerance, file);
                }
            }
        }
    }

    [Fact]
    public void Every_tensor_of_the_published_models_is_known_by_name_and_shape_and_no_other_is_asked_for()
    {
        SharedData.Require(Golden);
        foreach (JsonProperty model in Json("real_keys.json").EnumerateObject())
        {
            string[] expected = [.. model.Value.GetProperty("keys").EnumerateArray().Select(key => $"{key[0]} {Shown(key[1])}").Order(StringComparer.Ordinal)];
            HuggingFaceSegFormer described = HuggingFaceSegFormer.Parse("f", $$"""
                {"architectures": ["SegformerForSemanticSegmentation"], "model_type": "segformer", "depths": {{model.Value.GetProperty("depths")}},
                 "hidden_sizes": {{model.Value.GetProperty("hidden_sizes")}}, "num_attention_heads": {{model.Value.GetProperty("num_attention_heads")}},
                 "sr_ratios": {{model.Value.GetProperty("sr_ratios")}}, "decoder_hidden_size": {{model.Value.GetProperty("decoder_hidden_size")}},
                 "num_labels": {{model.Value.GetProperty("num_labels")}}}
                """, "{}");
            using DeferredWeights deferred = DeferredWeights.Open();
            using SegmentationNetwork network = SegmentationNetworks.Of(described).Create();
            Assert.Equal(
                expected, network.StateDictionary().Select(t => $"{t.Key} [{string.Join(",", t.Value.Shape.ToArray())}]").Order(StringComparer.Ordinal));
        }

        static string Shown(JsonElement shape) => $"[{string.Join(",", shape.EnumerateArray())}]";
    }

    [Fact]
    public void The_names_that_transformers_5_has_in_memory_are_understood()
    {
        SharedData.Require(Golden);
        string[][] names = [.. Json("names_v5.json").EnumerateObject().Select(p => new[] { p.Name, p.Value.GetString()! })];
        Assert.True(HuggingFaceNames.AreOfMemory([.. names.Select(n => n[1])]));
        Assert.False(HuggingFaceNames.AreOfMemory([.. names.Select(n => n[0])]));
        Assert.All(names, n => Assert.Equal(n[0], HuggingFaceNames.InFiles(n[1])));
    }

    [Fact]
    public void A_network_goes_through_a_folder_under_the_names_of_files_and_of_memory_and_a_misfit_is_told_whole()
    {
        HuggingFaceSegFormer described = HuggingFaceSegFormer.Of(Tiny, [.. Enumerable.Range(0, 12).Select(i => $"class {i}")]);
        using TempFolder folder = new();
        using SegmentationNetwork network = SegmentationNetworks.Of(described).Create(random: new RandomSource(3));
        network.Eval();
        described.Write(folder.Path, network);
        Assert.Equal(described.ToConfigText(), HuggingFaceSegFormer.OfWeights(HuggingFaceSegFormer.WeightsIn(folder.Path)!)!.ToConfigText());
        Assert.Equal(12, HuggingFaceSegFormer.OfWeights(folder["model.safetensors"])!.ClassNames.Count); // "10" comes after "9"
        Assert.Equal("class 10", HuggingFaceSegFormer.OfWeights(folder["model.safetensors"])!.ClassNames[10]);
        using GradMode mode = GradMode.Disable();
        Tensor images = Noise(1, 1, 3, 37, 50), expected = network.Forward(images);
        File.Delete(folder["model.safetensors"]);
        PthWriter.Write(folder["pytorch_model.bin"], network.StateDictionary().ToSources().Select(t => t with { Name = InMemory(t.Name) }));
        using (SegmentationNetwork other = Load(folder.Path))
        {
            AssertClose(expected, other.Forward(images), 1e-6);
        }

        using SegmentationNetwork body = SegmentationNetworks.Of(described).Create(4);
        using ICheckpoint file = SegmentationCheckpoint.Open(folder["pytorch_model.bin"]);
        body.LoadBody(file);
        body.Eval();
        AssertClose(network.Features(images)[3], body.Features(images)[3], 1e-6);
        CheckpointException misfit = Assert.Throws<CheckpointException>(() => body.LoadPretrained(file));
        Assert.Contains("decode_head.classifier.weight [12, 8, 1, 1] instead of [4, 8, 1, 1]", misfit.Message, StringComparison.Ordinal);

        static string InMemory(string name) => name
            .Replace("segformer.encoder.block.0.0.attention.self.query", "segformer.stages.0.blocks.0.attention.q_proj", StringComparison.Ordinal)
            .Replace("segformer.encoder.layer_norm.2", "segformer.stages.2.layer_norm", StringComparison.Ordinal)
            .Replace("decode_head.linear_c", "decode_head.linear_projections", StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_preprocessor_leaves_out_is_what_transformers_takes_for_it()
    {
        NetworkPreprocessing usual = InputOf("{}");
        Assert.Equal((new Size2d(512, 512), InputResize.BilinearAveragedBytes, true), (usual.InputSize!.Value, usual.Resize, usual.AnswersInImageSize));
        Assert.Equal(123.675, usual.Normalization.Mean.Red, 1e-9);
        Assert.Equal(new Size2d(64, 64), InputOf("""{"size": 64, "reduce_labels": true}""").InputSize);
        Assert.Equal(new Size2d(64, 96), InputOf("""{"size": {"height": 64, "width": 96}, "resample": 3}""").InputSize);
        Assert.Null(InputOf("""{"do_resize": false, "size": {"height": 64, "width": 96}, "resample": 0}""").InputSize);
        ImageNormalization raw = InputOf("""{"do_rescale": false, "image_mean": [1, 2, 3], "image_std": [4, 5, 6]}""").Normalization;
        Assert.Equal((new ChannelValues(1, 2, 3), new ChannelValues(4, 5, 6)), (raw.Mean, raw.Deviation));
        Assert.Equal(new ChannelValues(255, 255, 255), InputOf("""{"do_normalize": false}""").Normalization.Deviation);
    }

    [Theory]
    [InlineData("""{"architectures": ["SegformerForImageClassification"], "model_type": "segformer"}""", "{}", "ImageClassification; known is Segf")]
    [InlineData("""{"architectures": ["BeitForSemanticSegmentation"], "model_type": "beit"}""", "{}", "is of BeitForSemanticSegmentation")]
    [InlineData("{}", "{}", "is of nothing")]
    [InlineData("[]", "{}", "config.json: cannot be used")]
    [InlineData("""{"model_type": "segformer", "depths": [2, 2, "x", 2]}""", "{}", "depths[2]")]
    [InlineData("""{"model_type": "segformer", "depths": [2, 2, 2]}""", "{}", "blocks [2, 2, 2]")]
    [InlineData("""{"model_type": "segformer", "hidden_sizes": [31, 64, 160, 255]}""", "{}", "heads that divide the channels")]
    [InlineData("""{"model_type": "segformer", "depths": [2000000000, 2000000000, 2, 2], "hidden_act": "relu"}""", "{}", "hidden_act is 'relu'")]
    [InlineData("""{"model_type": "segformer", "hidden_sizes": [8, 8, 8, 65536], "num_attention_heads": [1, 1, 1, 1]}""", "{}", "billion weights")]
    [InlineData("""{"model_type": "segformer", "id2label": {"0": "a", "2": "b"}}""", "{}", "id2label has 2 entries")]
    [InlineData(NoNames, """{"image_processor_type": "ViTImageProcessor"}""", "is of ViTImageProcessor")]
    [InlineData(NoNames, """{"size": {"shortest_edge": 512}}""", "height and width")]
    [InlineData(NoNames, """{"resample": 0}""", "resample is 0, expected 2 (bilinear) or 3 (bicubic)")]
    [InlineData(NoNames, """{"image_std": [0, 1, 1], "rescale_factor": 0}""", "rescale_factor is 0")]
    public void What_is_not_this_network_is_refused_with_the_file_and_what_was_found(string config, string preprocessor, string expected)
    {
        CheckpointException fault = Assert.Throws<CheckpointException>(() => HuggingFaceSegFormer.Parse("folder", config, preprocessor));
        Assert.StartsWith("folder", fault.Message, StringComparison.Ordinal);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_part_is_refused_and_another_folder_is_none()
    {
        using TempFolder folder = new();
        Assert.Null(HuggingFaceSegFormer.WeightsIn(folder.Path));
        File.WriteAllText(folder["config.json"], NoNames);
        Assert.Contains("neither model.safetensors nor", Assert.Throws<CheckpointException>(() => HuggingFaceSegFormer.WeightsIn(folder.Path)).Message,
            StringComparison.Ordinal);
        File.WriteAllText(folder["model.safetensors.index.json"], "{}");
        Assert.Contains("max_shard_size", Assert.Throws<CheckpointException>(() => HuggingFaceSegFormer.WeightsIn(folder.Path)).Message,
            StringComparison.Ordinal);
        Assert.Null(HuggingFaceSegFormer.OfWeights(folder["other.pth"]));
        Assert.Contains("image processor", Assert.Throws<CheckpointException>(() => HuggingFaceSegFormer.OfWeights(folder["model.safetensors"])).Message,
            StringComparison.Ordinal);
    }

    private static SegFormerConfig Tiny { get; } =
        new() { Body = new MixTransformerConfig { Channels = [4, 8, 10, 8], Blocks = [1, 1, 2, 1] }, Embedding = 8, Dropout = 0 };

    private static NetworkPreprocessing InputOf(string preprocessor) => HuggingFaceSegFormer.Parse("f", NoNames, preprocessor).Config.Preprocessing;

    private static SegmentationNetwork Load(string folder)
    {
        string weights = HuggingFaceSegFormer.WeightsIn(folder)!;
        return SegmentationNetworks.Of(HuggingFaceSegFormer.OfWeights(weights)!).Load(weights);
    }

    private static Tensor ArrayOf(JsonElement @case, string name) =>
        Npy.Read(Path.Combine(SharedData.Require(Golden), @case.GetProperty(name).GetProperty("file").GetString()!));

    private static JsonElement Json(string name) => JsonDocument.Parse(File.ReadAllText(Path.Combine(SharedData.Require(Golden), name))).RootElement;
}
