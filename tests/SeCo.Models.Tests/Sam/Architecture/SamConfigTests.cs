using System.Text;
using SeCo.Checkpoints;
using SeCo.Models.Sam;
using SeCo.Models.Sam.TinyVit;
using SeCo.Testing;
using SeCo.Torch;
using Xunit;

namespace SeCo.Models.Tests.Sam;

public sealed class SamConfigTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_golden_architecture_is_read_by_the_official_classes()
    {
        SamConfig read = SamConfig.FromFile(SharedData.Require("golden/sam/config.json"));
        Assert.Equal((TinySam.Config with { Name = "config" }).ToJson(), read.ToJson());
    }

    [Theory]
    [InlineData("vit_b")]
    [InlineData("vit_l")]
    [InlineData("vit_h")]
    [InlineData("mobile")]
    [InlineData("tiny")]
    [InlineData("odd")]
    public void What_is_written_is_read_again(string name)
    {
        SamConfig odd = SamConfig.MobileSam with
        {
            Name = "odd",
            ImageSize = 160,
            TinyVit =
                new TinyVitConfig { Stages = [new(6, 1, 1, 1), new(8, 1, 2, 4), new(12, 2, 3, 3), new(10, 1, 5, 2)], MlpRatio = 1.0 / 3, LocalKernel = 5 },
            Normalization = SamConfig.VitB.Normalization with { Mean = new ChannelValues(0.1, 1e-9, 255) },
        };
        SamConfig config = new[] { SamConfig.VitB, SamConfig.VitL, SamConfig.VitH, SamConfig.MobileSam, TinySam.Config, odd }.Single(c => c.Name == name);
        SamConfig read = Read(config.ToJson());
        Assert.Equal(config.ToJson(), read.ToJson());
        Assert.Equal(config.TinyVit, read.TinyVit);
        Assert.Equal(config.Decoder, read.Decoder);
        Assert.Equal(config.Normalization, read.Normalization);
    }

    [Fact]
    public void What_is_missing_is_as_in_the_official_models_and_the_name_is_the_files()
    {
        Assert.Equal((SamConfig.VitB with { Name = "arch" }).ToJson(), Read("{}").ToJson());
        Assert.Equal(
            (SamConfig.MobileSam with { Name = "arch" }).ToJson(), Read("""{ "image_encoder": "tiny_vit" }""").ToJson());
        Assert.Equal((SamConfig.MobileSam with { Name = "arch" }).ToJson(), Read(
            """{ "TinyViT": { "img_size": 1024, "drop_path_rate": 0.0, "in_chans": 3 } }""").ToJson());
        Assert.Equal((SamConfig.VitB with { Name = "arch" }).ToJson(), Read("""{ "seed": 3, "constructor_arguments": { "ImageEncoderViT": {} } }""").ToJson());
    }

    [Fact]
    public void A_file_with_a_byte_order_mark_is_read()
    {
        File.WriteAllText(_folder["arch.json"], SamConfig.VitL.ToJson(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal(24, SamConfig.FromFile(_folder["arch.json"]).Vit!.Depth);
    }

    [Theory]
    [InlineData("""{ "embed_dimm": 3, "depht": 4 }""", "did you mean 'embed_dim'?", "'depht' is unknown; known are")]
    [InlineData("""{ "depth": "12", "qkv_bias": 1 }""", "'depth' is \"12\", expected a whole number", "'qkv_bias' is 1, expected true or false")]
    [InlineData("""{ "depth": 1.5, "mlp_ratio": null }""", "'depth' is 1.5, expected a whole number", "'mlp_ratio' is null, expected a number")]
    [InlineData("""{ "image_encoder": "resnet" }""", "expected vit, tiny_vit or hiera")]
    [InlineData("""{ "image_encoder": "tiny_vit", "depths": [1, 2] }""", "'depths' is [1, 2], expected a list of 4 numbers")]
    [InlineData("""{ "pixel_std": [1, 2] }""", "a list of 3 numbers")]
    [InlineData("""{ "pixel_std": [1, 2, 0] }""", "deviations must be above 0")]
    [InlineData("""{ "ImageEncoderViT": {}, "TinyViT": {} }""", "either ImageEncoderViT or TinyViT")]
    [InlineData("""{ "constructor_arguments": { "Sam": {}, "ImageEncoder": {} } }""", "'ImageEncoder' is no object", "either ImageEncoderViT or TinyViT")]
    [InlineData("""{ "constructor_arguments": [] }""", "must be an object")]
    [InlineData("""{ "ImageEncoderViT": { "out_chans": 32 }, "PromptEncoder": { "embed_dim": 64 } }""", "'ImageEncoderViT.out_chans' is 32, expected 64")]
    [InlineData(
        """{ "ImageEncoderViT": { "img_size": 512 }, "PromptEncoder": { "input_image_size": [512, 256] } }""",
        "'PromptEncoder.input_image_size' is [512, 256], expected 512, 512")]
    [InlineData(
        """{ "ImageEncoderViT": { "in_chans": 4 }, "MaskDecoder": { "iou_head": 3 } }""",
        "'ImageEncoderViT.in_chans' is 4, expected 3", "'MaskDecoder.iou_head' is unknown")]
    [InlineData("""{ "depth": 1, "depth": 2 }""", "malformed JSON")]
    [InlineData("""{ "depth": 1, """, "malformed JSON")]
    [InlineData("""[1]""", "expected one JSON object")]
    [InlineData("", "malformed JSON")]
    public void Faults_are_told_together(string json, params string[] parts)
    {
        CheckpointException fault = Assert.Throws<CheckpointException>(() => Read(json));
        Assert.Contains(_folder["arch.json"], fault.Message, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, fault.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("embed_dim", 12345678)]
    [InlineData("embed_dim", 16384)]
    [InlineData("depth", 2000000000)]
    [InlineData("depth", 0)]
    [InlineData("img_size", 1000000)]
    [InlineData("img_size", -1024)]
    [InlineData("patch_size", 0)]
    [InlineData("patch_size", 300)]
    [InlineData("out_chans", 1000000)]
    [InlineData("num_heads", 0)]
    [InlineData("mlp_ratio", 1e300)]
    [InlineData("window_size", -1)]
    [InlineData("decoder_mlp_dim", 1e9)]
    [InlineData("decoder_depth", 1e9)]
    [InlineData("num_multimask_outputs", 0)]
    [InlineData("iou_head_depth", 1e9)]
    [InlineData("iou_head_hidden_dim", 1e9)]
    [InlineData("mask_in_chans", 1e9)]
    public void Numbers_that_no_model_has_are_refused(string name, double value)
    {
        string json = name == "embed_dim" && value == 16384
            ? """{ "embed_dim": 16384, "num_heads": 16, "depth": 1000 }"""
            : FormattableString.Invariant($"{{ \"{name}\": {value} }}");
        Assert.Contains("is not possible", Assert.Throws<CheckpointException>(() => Read(json)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Changed_bytes_give_an_architecture_or_a_fault_and_nothing_else()
    {
        byte[] whole = Encoding.UTF8.GetBytes(SamConfig.MobileSam.ToJson());
        RandomSource random = new(7);
        int faults = 0;
        for (int i = 0; i < 400; i++)
        {
            byte[] changed = [.. whole];
            for (int j = 0; j <= i % 3; j++)
            {
                changed[random.NextInt(changed.Length)] = (byte)random.NextInt(256);
            }

            File.WriteAllBytes(_folder["arch.json"], changed);
            Exception? fault = Record.Exception(() => SamConfig.FromFile(_folder["arch.json"]));
            Assert.True(fault is null or CheckpointException, $"{Encoding.UTF8.GetString(changed)}: {fault}");
            faults += fault is null ? 0 : 1;
        }

        Assert.InRange(faults, 200, 400);
    }

    [Fact]
    public void Files_that_are_missing_or_no_text_are_told()
    {
        Assert.Contains(
            "nowhere.json", Assert.Throws<CheckpointException>(() => SamConfig.FromFile(_folder["nowhere.json"])).Message, StringComparison.Ordinal);
        File.WriteAllBytes(_folder["big.json"], new byte[(1 << 20) + 1]);
        Assert.Contains(
            "Is it a checkpoint?", Assert.Throws<CheckpointException>(() => SamConfig.FromFile(_folder["big.json"])).Message, StringComparison.Ordinal);
    }

    private SamConfig Read(string json)
    {
        File.WriteAllText(_folder["arch.json"], json);
        return SamConfig.FromFile(_folder["arch.json"]);
    }
}
