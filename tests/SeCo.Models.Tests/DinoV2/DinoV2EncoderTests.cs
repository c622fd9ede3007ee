using System.Collections.Immutable;
using SeCo.Checkpoints;
using SeCo.Models.DinoV2;
using SeCo.Models.Tests.Fixtures;
using SeCo.Models.Tests.Sam;
using SeCo.Testing;
using SeCo.Torch;
using SeCo.Torch.Nn;
using Xunit;

namespace SeCo.Models.Tests.DinoV2;

/// <summary>DINOv2 against its formulas, computed in double precision by PyTorch 1.13 from the same weights (<see cref="RuleWeights"/>).</summary>
public sealed class DinoV2EncoderTests : ModelTest
{
    private static readonly DinoV2Config Small = new() { Width = 128, Depth = 2, GridSize = 3 };

    [Theory]
    [InlineData(0, 28, 42, 0.38419, 0.2763, -0.2779, 618.74439, -26.22732)]
    [InlineData(0, 42, 42, -1.1857, -0.67243, 0.6527, 926.07362, 82.3201)] // the size of the table: no position is resized
    [InlineData(0, 70, 14, -1.55679, -1.01604, 1.93508, 513.05862, 13.0353)]
    [InlineData(4, 28, 42, 0.54991, 0.03692, -0.37687, 618.52873, -25.52128)]
    [InlineData(4, 42, 42, -1.10505, -0.76374, 0.63114, 924.59339, 88.16467)]
    [InlineData(4, 70, 14, -1.65526, -0.81555, 2.04974, 507.77394, -51.8356)]
    public void Features_are_those_of_the_formulas_at_any_size(
        int registers, int height, int width, double first, double last, double inside, double sum, double cubes)
    {
        using GradMode mode = GradMode.Disable();
        using DinoV2Encoder network = Filled(Small with { Registers = registers });
        Tensor map = network.Features(RuleImage(height, width))[0];
        (int rows, int columns) = (height / 14, width / 14);
        Assert.Equal([1, 128, rows, columns], map.Shape.ToArray());
        float[] values = map.Permute(0, 2, 3, 1).Contiguous().ToArray<float>(); // [h, w, C]
        Assert.Equal(
            [first, last, inside],
            [values[0], values[^1], values[(columns * 128) + 64]], (a, b) => Math.Abs(a - b) < 1e-4);
        Assert.Equal(sum, values.Sum(v => (double)Math.Abs(v)), 1e-2);
        Assert.Equal(cubes, values.Sum(v => Math.Pow(v, 3)), 1e-2);
    }

    /// <summary>The tensors of Meta's files: <c>dinov2_vits14_pretrain.pth</c> to <c>dinov2_vitl14_reg4_pretrain.pth</c>.</summary>
    [Theory]
    [InlineData(384, 12, 6, 0, 22_056_576)]
    [InlineData(384, 12, 6, 4, 22_058_112)]
    [InlineData(768, 12, 12, 0, 86_580_480)]
    [InlineData(768, 12, 12, 4, 86_583_552)]
    [InlineData(1024, 24, 16, 0, 304_368_640)]
    [InlineData(1024, 24, 16, 4, 304_372_736)]
    public void Published_files_are_told_by_their_names_and_shapes(int width, int depth, int heads, int registers, long parameters)
    {
        KeyValuePair<string, ImmutableArray<long>>[] published = [.. Published(width, depth, registers)];
        DinoV2Config config = DinoV2Config.Of(new ShapesOnly(published));
        Assert.Equal(new DinoV2Config { Width = width, Depth = depth, Registers = registers }, config);
        Assert.Equal(heads, config.Heads);
        using DeferredWeights deferred = DeferredWeights.Open();
        using DinoV2Encoder network = new(config);
        network.CheckState(new ShapesOnly(published), name => name == "mask_token");
        Assert.Equal(parameters, network.CountParameters() + width);
    }

    [Fact]
    public void Files_of_other_networks_and_images_of_other_sizes_are_refused()
    {
        using TempFolder folder = new();
        ShapesOnly small = new(Published(384, 12, 0));
        Assert.Contains("is no DINOv2: expected pos_embed", Fault(small.Without(n => n == "pos_embed")), StringComparison.Ordinal);
        Assert.Contains("found 12 blocks and positions [1, 1369, 384]", Fault(small.With("pos_embed", 1, 1369, 384)), StringComparison.Ordinal);
        Assert.Contains("ViT-g", Fault(small.With("blocks.0.mlp.w12.weight", 8192, 1536)), StringComparison.Ordinal);
        Assert.Contains("unexpected", Fault(small.With("blocks.0.more", 1)), StringComparison.Ordinal);
        using DinoV2Encoder network = Filled(Small);
        ArgumentException wrong = Assert.Throws<ArgumentException>(() => network.Features(RuleImage(28, 40)));
        Assert.Contains("40 x 28; DINOv2 sees images whose sides are multiples of 14", wrong.Message, StringComparison.Ordinal);

        static string Fault(ICheckpoint checkpoint) => Assert.Throws<CheckpointException>(() => DinoV2Encoder.Load(checkpoint)).Message;
    }

    /// <summary>A network of values that a rule makes of the names.</summary>
    internal static DinoV2Encoder Filled(DinoV2Config config)
    {
        DinoV2Encoder network = new(config);
        RuleWeights.Fill(network, network.StateDictionary().Keys.Select(name => (name, Kind(name))));
        return network;

        static string Kind(string name) => name.Contains("norm", StringComparison.Ordinal) ? $"norm_{name.Split('.')[^1]}"
            : name.EndsWith("gamma", StringComparison.Ordinal) ? "norm_weight"
            : name.EndsWith("bias", StringComparison.Ordinal) ? "bias"
            : !name.EndsWith("weight", StringComparison.Ordinal) ? "embedding"
            : name.StartsWith("patch_embed", StringComparison.Ordinal) ? "conv_weight" : "linear_weight";
    }

    internal static Tensor RuleImage(int height, int width) => RuleWeights.Values(5, 3 * height * width, s => 2 * s).Reshape(1, 3, height, width);

    private static IEnumerable<KeyValuePair<string, ImmutableArray<long>>> Published(int width, int depth, int registers) => new (string, long[])[]
    {
        ("cls_token", [1, 1, width]), ("pos_embed", [1, 1370, width]), ("register_tokens", [1, registers, width]), ("mask_token", [1, width]),
        ("patch_embed.proj.weight", [width, 3, 14, 14]), ("patch_embed.proj.bias", [width]),
    }.Where(t => registers > 0 || t.Item1 != "register_tokens").Concat(Enumerable.Range(0, depth).SelectMany(i => new (string, long[])[]
    {
        ($"blocks.{i}.norm1.weight", [width]), ($"blocks.{i}.norm1.bias", [width]), ($"blocks.{i}.attn.qkv.weight", [3 * width, width]),
        ($"blocks.{i}.attn.qkv.bias", [3 * width]), ($"blocks.{i}.attn.proj.weight", [width, width]), ($"blocks.{i}.attn.proj.bias", [width]),
        ($"blocks.{i}.ls1.gamma", [width]), ($"blocks.{i}.norm2.weight", [width]), ($"blocks.{i}.norm2.bias", [width]),
        ($"blocks.{i}.mlp.fc1.weight", [4 * width, width]), ($"blocks.{i}.mlp.fc1.bias", [4 * width]), ($"blocks.{i}.mlp.fc2.weight", [width, 4 * width]),
        ($"blocks.{i}.mlp.fc2.bias", [width]), ($"blocks.{i}.ls2.gamma", [width]),
    })).Concat([("norm.weight", [width]), ("norm.bias", [width])]).Select(t => KeyValuePair.Create(t.Item1, t.Item2.ToImmutableArray()));
}
