using SeCo.Checkpoints;
using SeCo.Models.DinoV2;
using SeCo.Models.Tests.Fixtures;
using SeCo.Testing;
using SeCo.Torch;
using SeCo.Torch.Nn;
using Xunit;

namespace SeCo.Models.Tests.DinoV2;

public sealed class HuggingFaceDinoV2Tests : ModelTest
{
    [Theory]
    [InlineData(0, "")]
    [InlineData(4, "dinov2_with_registers.")]
    public void The_same_weights_under_Hugging_Face_names_make_the_same_features(int registers, string prefix)
    {
        using GradMode mode = GradMode.Disable();
        using TempFolder folder = new();
        using DinoV2Encoder network = DinoV2EncoderTests.Filled(new DinoV2Config { Width = 64, Depth = 2, GridSize = 3, Registers = registers });
        string path = folder["model.safetensors"];
        Dictionary<string, Tensor> renamed = network.StateDictionary().SelectMany(t => Names(t.Key, t.Value)).ToDictionary(t => prefix + t.Name, t => t.Value);
        renamed[prefix + "embeddings.mask_token"] = Tensor.Zeros([1, 64]);
        renamed["classifier.weight"] = Tensor.Zeros([10, 128]);
        SafetensorsWriter.Write(path, renamed.ToSources());

        using ICheckpoint file = CheckpointFile.Open(path);
        using DinoV2Encoder loaded = DinoV2Encoder.Load(file);

        Tensor image = DinoV2EncoderTests.RuleImage(28, 42);
        Assert.Equal(network.Config, loaded.Config);
        Assert.Equal(network.Features(image)[0].ToArray<float>(), loaded.Features(image)[0].ToArray<float>());
        using HuggingFaceDinoV2 named = new(file);
        Assert.Equal(network.StateDictionary()["blocks.1.attn.qkv.bias"].ToArray<float>(), named.Read("blocks.1.attn.qkv.bias").ToSingles());
    }

    [Fact]
    public void Keys_of_another_shape_than_queries_are_refused()
    {
        using TempFolder folder = new();
        string path = folder["model.safetensors"];
        SafetensorsWriter.Write(path, new Dictionary<string, Tensor>
        {
            ["encoder.layer.0.attention.attention.query.bias"] = Tensor.Zeros([4]),
            ["encoder.layer.0.attention.attention.key.bias"] = Tensor.Zeros([3]),
        }.ToSources());
        using HuggingFaceDinoV2 file = new(CheckpointFile.Open(path));

        string message = Assert.Throws<CheckpointException>(() => file.Describe("blocks.0.attn.qkv.bias")).Message;

        Assert.Contains("query.bias, encoder.layer.0.attention.attention.key.bias differ", message, StringComparison.Ordinal);
    }

    // What transformers calls a tensor of Meta's; queries, keys and values are three of them.
    private static (string Name, Tensor Value)[] Names(string name, Tensor value)
    {
        string[] parts = name.Split('.');
        string end = parts[^1];
        string before = parts[0] == "blocks" ? $"encoder.layer.{parts[1]}." : string.Empty;
        return string.Join('.', parts[(parts[0] == "blocks" ? 2 : 0)..^1]) switch
        {
            "attn.qkv" => [.. value.Chunk(3).Zip(["query", "key", "value"], (part, kind) => ($"{before}attention.attention.{kind}.{end}", part.Contiguous()))],
            "attn.proj" => [($"{before}attention.output.dense.{end}", value)],
            "ls1" => [($"{before}layer_scale1.lambda1", value)],
            "ls2" => [($"{before}layer_scale2.lambda1", value)],
            "patch_embed.proj" => [($"embeddings.patch_embeddings.projection.{end}", value)],
            "norm" => [($"layernorm.{end}", value)],
            "" => [($"embeddings.{(end == "pos_embed" ? "position_embeddings" : end)}", value)],
            string part => [($"{before}{part}.{end}", value)],
        };
    }
}
