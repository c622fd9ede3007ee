using System.Collections.Immutable;
using System.Text.Json;
using SeCo.Checkpoints;
using SeCo.Models.Sam;
using SeCo.Models.Sam.TinyVit;
using SeCo.Models.Tests.Fixtures;
using SeCo.Testing;
using SeCo.Torch;
using Xunit;

namespace SeCo.Models.Tests.Sam;

public sealed class SamCheckpointTests : ModelTest
{
    private static readonly SamConfig SmallMobile = new()
    {
        Name = "custom",
        Channels = 16,
        MaskChannels = 8,
        Vit = null,
        TinyVit = new TinyVitConfig
        {
            Stages = [new(8, 1, 2, 7), new(12, 2, 3, 5), new(16, 1, 4, 6), new(20, 1, 5, 3)],
            MlpRatio = 1.7,
            ConvolutionRatio = 2.25,
            LocalKernel = 5,
            Classes = 9,
        },
        Decoder = new MaskDecoderConfig { Depth = 1, MlpWidth = 24, MultimaskOutputs = 2, IouHeadDepth = 2, IouHeadWidth = 12 },
    };

    public static TheoryData<string> Files { get; } = ["tiny_sam.pth", "tiny_sam_legacy.pth", "tiny_sam.safetensors"];

    public static TheoryData<string> OfficialNames { get; } = ["vit_b", "vit_l", "vit_h", "mobile"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_format_gives_the_same_model(string file)
    {
        using SamModel expected = TinySam.Load();
        using SamModel loaded = SamCheckpoint.Load(Golden(file), TinySam.Config);
        AssertSame(expected, loaded);
        Assert.False(loaded.IsTraining);
        Assert.All(loaded.NamedParameters().Values, p => Assert.False(p.RequiresGrad));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_architecture_is_told_from_every_format(string file)
    {
        using ICheckpoint checkpoint = SamCheckpoint.Open(Golden(file));
        SamConfig expected = TinySam.Config with { Name = "custom", Decoder = TinySam.Config.Decoder with { Heads = 8 } };
        Assert.Equal(expected.ToJson(), SamCheckpoint.Recognise(checkpoint).ToJson());
    }

    [Theory]
    [MemberData(nameof(OfficialNames))]
    public void Official_architectures_are_told_by_name(string name)
    {
        SamConfig expected = Official(name);
        Assert.Same(expected, SamCheckpoint.Recognise(ShapesOnly.Of(expected)));
        Assert.Same(expected, SamCheckpoint.Recognise(ShapesOnly.Of(expected, "module.model.")));
    }

    [Fact]
    public void Names_shapes_and_order_of_MobileSAM_are_those_of_its_file()
    {
        using JsonDocument keys = JsonDocument.Parse(File.ReadAllBytes(SharedData.Require("golden/networks/mobilesam_tinyvit_5m/keys_full_model.json")));
        string[] expected =
            [.. keys.RootElement.EnumerateArray().Select(k => $"{k.GetProperty("name")} {k.GetProperty("shape")}".Replace(" ", "", StringComparison.Ordinal))];
        ShapesOnly actual = ShapesOnly.Of(SamConfig.MobileSam);
        Assert.Equal(expected, actual.Names.Select(n => $"{n}[{string.Join(",", actual.Describe(n).Shape)}]"));
    }

    [Fact]
    public void Other_sizes_are_told_as_far_as_shapes_tell()
    {
        SamConfig[] configs =
        [
            SmallMobile,
            new()
            {
                Name = "custom", ImageSize = 96, PatchSize = 8, Channels = 24, MaskChannels = 4,
                Vit = new VitConfig { Width = 30, Depth = 3, Heads = 5, MlpRatio = 2.9, QkvBias = false, WindowSize = 5, GlobalBlocks = [0] },
                Decoder = new MaskDecoderConfig
                {
                    Depth = 3, Heads = 6, MlpWidth = 40, AttentionDownsampling = 4, MultimaskOutputs = 1, IouHeadDepth = 1, IouHeadWidth = 2,
                },
            },
            new()
            {
                Name = "custom", ImageSize = 64,
                Vit = new VitConfig { Width = 16, Depth = 2, Heads = 2, UsesAbsolutePositions = false, WindowSize = 3, GlobalBlocks = [1] },
            },
            new() { Name = "custom", ImageSize = 64, Vit = new VitConfig { Width = 16, Depth = 2, Heads = 2, WindowSize = 0, GlobalBlocks = [] } },
            SamConfig.VitB with { Name = "custom", Vit = SamConfig.VitB.Vit! with { UsesRelativePositions = false } },
        ];
        foreach (SamConfig config in configs)
        {
            Assert.Equal(config.ToJson(), SamCheckpoint.Recognise(ShapesOnly.Of(config)).ToJson());
        }
    }

    [Fact]
    public void What_shapes_do_not_tell_is_asked_for()
    {
        SamConfig config =
            new() { ImageSize = 64, Vit = new VitConfig { Width = 16, Depth = 2, Heads = 2, UsesRelativePositions = false, GlobalBlocks = [] } };
        AssertRefused(ShapesOnly.Of(config), "Give the architecture as a file");
        ShapesOnly two = ShapesOnly.Of(TinySam.Config).With("image_encoder.blocks.2.attn.rel_pos_h", 17, 12);
        AssertRefused(two, "windows of 7, 9 tokens in an image of 16");
    }

    [Theory]
    [InlineData("image_encoder.backbone.stem.weight", "another image encoder")]
    [InlineData("vision_encoder.pos_embed", "Hugging Face")]
    public void Other_families_are_named(string name, string family)
    {
        AssertRefused(ShapesOnly.Of(TinySam.Config).With(name, 1, 2), family);
    }

    [Fact]
    public void Parts_of_models_and_other_networks_are_named()
    {
        ShapesOnly whole = ShapesOnly.Of(TinySam.Config);
        AssertRefused(whole.Without(n => !n.StartsWith("image_encoder.", StringComparison.Ordinal)), "there is no 'prompt_encoder.*' and no 'mask_decoder.*'");
        AssertRefused(new ShapesOnly([KeyValuePair.Create("patch_embed.proj.weight", ImmutableArray.Create(1L))]), "a part of a model only");
        AssertRefused(new ShapesOnly([KeyValuePair.Create("conv1.weight", ImmutableArray.Create(1L))]), "the first is 'conv1.weight'");
        AssertRefused(new ShapesOnly([]), "none of its 0 tensors");
    }

    [Fact]
    public void Without_any_one_tensor_a_file_is_refused_or_the_model_names_it()
    {
        ShapesOnly whole = ShapesOnly.Of(TinySam.Config);
        int told = 0;
        foreach (string name in whole.Names)
        {
            ShapesOnly partial = whole.Without(n => n == name);
            try
            {
                told += SamCheckpoint.Recognise(partial).ToJson().Length > 0 ? 1 : 0;
            }
            catch (CheckpointException e)
            {
                Assert.Contains("shapes: ", e.Message, StringComparison.Ordinal);
            }

            ImmutableArray<long>[] shapes = [[], [0], [-1, 4], [long.MaxValue, 2, 2, 2], [.. whole.Describe(name).Shape.Select(l => l + 1)]];
            foreach (ImmutableArray<long> shape in shapes)
            {
                Exception? fault = Record.Exception(() => SamCheckpoint.Recognise(partial.With(name, shape)));
                Assert.True(fault is null or CheckpointException, $"{name} [{string.Join(", ", shape)}]: {fault}");
            }
        }

        Assert.InRange(told, 1, whole.Names.Count - 1);
    }

    [Fact]
    public void Missing_unexpected_and_misshaped_names_are_told_together()
    {
        using TempFolder folder = new();
        string path = Changed(folder, (name, data) => name switch
        {
            "image_encoder.blocks.0.norm1.bias" => ("image_encoder.blocks.0.norm1.offset", data),
            "mask_decoder.output_hypernetworks_mlps.1.layers.0.bias" => (name, TensorData.From<float>([31], new float[31])),
            _ => (name, data),
        });
        foreach (SamConfig? config in new[] { null, TinySam.Config })
        {
            CheckpointException fault = Assert.Throws<CheckpointException>(() => SamCheckpoint.Load(path, config));
            Assert.Equal(["image_encoder.blocks.0.norm1.bias"], fault.Missing);
            Assert.Equal(["image_encoder.blocks.0.norm1.offset"], fault.Unexpected);
            Assert.Equal(["mask_decoder.output_hypernetworks_mlps.1.layers.0.bias [31] instead of [32]"], fault.Misshaped);
        }
    }

    [Fact]
    public void A_file_of_another_architecture_is_told_with_its_own()
    {
        CheckpointException fault = Assert.Throws<CheckpointException>(() => SamCheckpoint.Load(Golden("tiny_sam.pth"), SamConfig.VitB));
        Assert.NotEmpty(fault.Missing);
        Assert.NotEmpty(fault.Misshaped);
        Assert.Contains("asked for is 'vit_b', but the file looks like 'custom'", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("module.", "module.")]
    [InlineData("sam.", "")]
    public void Pixel_means_of_a_file_are_taken_and_must_agree_with_an_architecture_that_is_given(string prefix, string before)
    {
        using TempFolder folder = new();
        SamConfig config = TinySam.Config with { Name = "custom", Decoder = TinySam.Config.Decoder with { Heads = 8 } };
        SamCheckpoint.WriteRandom(folder["plain.safetensors"], config, seed: 1);
        string usual = With("usual.safetensors", [123.675f, 116.28f, 103.53f], [58.395f, 57.12f, 57.375f]);
        string shares = With("shares.safetensors", [0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]);
        string own = With("own.safetensors", [100, 90, 80], [50, 51, 52]);
        foreach ((string path, SamConfig? given) in new[] { (usual, config), (usual, null), (shares, config), (own, (SamConfig?)null) })
        {
            using SamModel model = SamCheckpoint.Load(path, given);
            Assert.Equal(path == own ? new ChannelValues(100, 90, 80) : config.Normalization.Mean, model.Config.Normalization.Mean);
            Assert.Equal(path == own ? new ChannelValues(50, 51, 52) : config.Normalization.Deviation, model.Config.Normalization.Deviation);
        }

        string message = Assert.Throws<CheckpointException>(() => SamCheckpoint.Load(own, config)).Message;
        Assert.Contains("own.safetensors: holds pixel_mean 100, 90, 80 and pixel_std 50, 51, 52", message, StringComparison.Ordinal);
        Assert.Contains("has pixel_mean 123.675", message, StringComparison.Ordinal);
        foreach (float[] wrong in (float[][])[[50, 0, 52], [50, float.NaN, 52], [50, 52]])
        {
            string path = With("wrong.safetensors", [100, 90, 80], wrong);
            Assert.Contains("pixel_std", Assert.Throws<CheckpointException>(() => SamCheckpoint.Load(path)).Message, StringComparison.Ordinal);
        }

        string With(string name, float[] mean, float[] deviation)
        {
            using ICheckpoint plain = CheckpointFile.Open(folder["plain.safetensors"]);
            (string, float[])[] pixels = [("pixel_mean", mean), ("pixel_std", deviation)];
            SafetensorsWriter.Write(folder[name], plain.Names.Select(n => KeyValuePair.Create(prefix + n, plain.Read(n)))
                .Concat(pixels.Select(p => KeyValuePair.Create(before + p.Item1, TensorData.From<float>([p.Item2.Length, 1, 1], p.Item2)))));
            return folder[name];
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Truncated_files_are_refused(string file)
    {
        byte[] whole = File.ReadAllBytes(Golden(file));
        using TempFolder folder = new();
        string path = folder["cut.bin"];
        int[] lengths =
        [
            0, 1, 2, 4, 7, 8, 9, 10, 30, 64, 100, .. Enumerable.Range(1, 40).Select(i => (int)(whole.LongLength * i / 41)), whole.Length - 1000,
            whole.Length - 22, whole.Length - 1,
        ];
        foreach (int length in lengths)
        {
            File.WriteAllBytes(path, whole.AsSpan(0, length));
            Exception? fault = Record.Exception(() => SamCheckpoint.Load(path).Dispose());
            Assert.True(fault is CheckpointException, $"{length} of {whole.Length} bytes: {fault}");
            Assert.Contains(path, fault.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(DType.BFloat16)]
    [InlineData(DType.Float64)]
    public void Weights_come_in_the_precision_asked_for_and_prompts_stay_in_float32(DType precision)
    {
        using SamModel expected = TinySam.Load();
        expected.SetPrecision(precision);
        using SamModel loaded = SamCheckpoint.Load(Golden("tiny_sam.pth"), TinySam.Config, precision);
        Assert.Equal(precision, loaded.Precision);
        AssertSame(expected, loaded);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Random_checkpoints_are_usable_and_the_same_for_the_same_seed(bool isMobile)
    {
        SamConfig config = isMobile ? SmallMobile : TinySam.Config with { Name = "custom", Decoder = TinySam.Config.Decoder with { Heads = 8 } };
        using TempFolder folder = new();
        SamCheckpoint.WriteRandom(folder["a.safetensors"], config, seed: 5);
        SamCheckpoint.WriteRandom(folder["b.safetensors"], config, seed: 5);
        SamCheckpoint.WriteRandom(folder["c.safetensors"], config, seed: 6);
        Assert.Equal(File.ReadAllBytes(folder["a.safetensors"]), File.ReadAllBytes(folder["b.safetensors"]));
        Assert.NotEqual(File.ReadAllBytes(folder["a.safetensors"]), File.ReadAllBytes(folder["c.safetensors"]));

        using SamModel model = SamCheckpoint.Load(folder["a.safetensors"]);
        Assert.Equal(config.ToJson(), model.Config.ToJson());
        ShapesOnly expected = ShapesOnly.Of(config);
        Assert.Equal(
            expected.Names.Select(n => expected.Describe(n).ToString()), model.StateDictionary()
                .Where(t => t.Value.DType == DType.Float32 || t.Value.Rank == 0)
            .Select(t => new TensorDescription(t.Key, DType.Float32, [.. t.Value.Shape]).ToString()));
        foreach ((string name, Tensor tensor) in model.StateDictionary().Where(t => t.Value.ElementCount > 3))
        {
            Assert.True((tensor - tensor.Mean()).Abs().Max().Item() > 1e-3, $"{name} is constant");
        }
    }

    [Fact]
    public void Answers_of_a_random_model_differ_from_place_to_place()
    {
        using TempFolder folder = new();
        SamConfig config = TinySam.Config with { Decoder = TinySam.Config.Decoder with { Heads = 8 } };
        SamCheckpoint.WriteRandom(folder["a.safetensors"], config, seed: 1);
        using SamModel model = SamCheckpoint.Load(folder["a.safetensors"]);
        SamFeatures embedding = model.Encode(Noise(3, 1, 3, 256, 256));
        using SamDecoding answer = model.Decode(embedding, new SamPrompts { Boxes = Tensor.From([20f, 30f, 150f, 160f], 1, 4) });
        float[] logits = answer.LowResolutionLogits.ToArray<float>();
        Assert.All(logits, v => Assert.True(float.IsFinite(v)));
        Assert.InRange(logits.Max() - logits.Min(), 0.1, 1000);
    }

    [Fact]
    public void A_pth_holds_the_same_values_in_the_official_order()
    {
        using TempFolder folder = new();
        foreach (string name in (string[])["a.safetensors", "a.pth"])
        {
            SamCheckpoint.WriteRandom(folder[name], TinySam.Config, seed: 1);
        }

        using ICheckpoint first = CheckpointFile.Open(folder["a.safetensors"]), second = CheckpointFile.Open(folder["a.pth"]);
        using SamModel model = new(TinySam.Config);
        Assert.Equal(model.StateDictionary().Keys, second.Names);
        Assert.All(second.Names, name => Assert.Equal(first.Read(name).Bytes.ToArray(), second.Read(name).Bytes.ToArray()));
    }

    [Theory]
    [InlineData("model.onnx")]
    [InlineData("model")]
    public void Other_kinds_of_files_are_not_written(string name)
    {
        using TempFolder folder = new();
        Assert.Contains(
            ".safetensors",
            Assert.Throws<ArgumentException>(() => SamCheckpoint.WriteRandom(folder[name], TinySam.Config, 1)).Message,
            StringComparison.Ordinal);
        Assert.False(File.Exists(folder[name]));
    }

    private static SamConfig Official(string name) =>
        new[] { SamConfig.VitB, SamConfig.VitL, SamConfig.VitH, SamConfig.MobileSam }.Single(c => c.Name == name);

    private static string Changed(TempFolder folder, Func<string, TensorData, (string Name, TensorData Data)> change)
    {
        using ICheckpoint checkpoint = CheckpointFile.Open(Golden("tiny_sam.safetensors"));
        string path = folder["changed.safetensors"];
        SafetensorsWriter.Write(path, checkpoint.Names.Select(n => change(n, checkpoint.Read(n))).Select(t => KeyValuePair.Create(t.Name, t.Data)));
        return path;
    }

    private static void AssertRefused(ICheckpoint checkpoint, string part) =>
        Assert.Contains(part, Assert.Throws<CheckpointException>(() => SamCheckpoint.Recognise(checkpoint)).Message, StringComparison.Ordinal);

    private static void AssertSame(SamModel expected, SamModel actual)
    {
        IReadOnlyDictionary<string, Tensor> state = actual.StateDictionary();
        Assert.Equal(expected.StateDictionary().Keys, state.Keys);
        foreach ((string name, Tensor tensor) in expected.StateDictionary())
        {
            Assert.Equal(tensor.DType, state[name].DType);
            Assert.True(tensor.ToBytes().AsSpan().SequenceEqual(state[name].ToBytes()), name);
            Assert.True(state[name].IsContiguous);
        }
    }

    private static string Golden(string name) => SharedData.Require($"golden/sam/{name}");
}
