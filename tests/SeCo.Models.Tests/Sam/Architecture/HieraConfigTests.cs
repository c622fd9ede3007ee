using System.Text.Json;
using SeCo.Models.Sam;
using SeCo.Testing;
using Xunit;

namespace SeCo.Models.Tests.Sam;

public sealed class HieraConfigTests
{
    [Fact]
    public void Blocks_of_the_smallest_published_model_are_those_of_its_table()
    {
        HieraBlockShape[] blocks = [.. new HieraConfig().Blocks];
        Assert.Equal(12, blocks.Length);
        Assert.Equal(new HieraBlockShape(96, 96, 1, 8, false), blocks[0]);
        Assert.Equal(new HieraBlockShape(96, 192, 2, 8, true), blocks[1]); // still the windows of the stage before
        Assert.Equal(new HieraBlockShape(192, 384, 4, 4, true), blocks[3]);
        Assert.Equal([4, 6, 8], Enumerable.Range(4, 6).Where(i => blocks[i].Window == 14));
        Assert.Equal([5, 7, 9], Enumerable.Range(0, 12).Where(i => blocks[i].Window == 0));
        Assert.Equal(new HieraBlockShape(768, 768, 8, 7, false), blocks[11]);
    }

    [Fact]
    public void Blocks_of_all_published_models_are_the_official_ones()
    {
        JsonElement golden = Json("real_blocks.json");
        foreach (SamConfig config in SamConfig.Published.Where(c => c.Hiera is not null))
        {
            JsonElement expected = golden.GetProperty(config.Name["sam2_".Length..]);
            Assert.Equal(
                expected.GetProperty("blocks").EnumerateArray().Select(b => b.ToString()),
                config.Hiera!.Blocks.Select(b => $"[{b.Inputs}, {b.Outputs}, {b.Heads}, {b.Window}, {(b.Shrinks ? 1 : 0)}]"));
            Assert.Equal(expected.GetProperty("image_size").GetInt32(), config.ImageSize);
            Assert.Equal(
                expected.GetProperty("window_pos_embed_bkg_spatial_size").EnumerateArray().Select(s => s.GetInt32()), config.Hiera.BackgroundSize);
        }
    }

    [Fact]
    public void The_golden_architecture_is_read_from_its_settings()
    {
        JsonElement golden = Json("config.json");
        SamConfig config = SamConfig.FromFile(SharedData.Require("golden/sam2/config.json"));
        Assert.Equal(golden.GetProperty("image_size").GetInt32(), config.ImageSize);
        Assert.Equal(
            golden.GetProperty("blocks").EnumerateArray().Select(b => (b.GetProperty("dim").GetInt32(), b.GetProperty("dim_out").GetInt32(),
                b.GetProperty("num_heads").GetInt32(), b.GetProperty("window_size").GetInt32(), b.GetProperty("q_pool").GetBoolean())),
            config.Hiera!.Blocks.Select(b => (b.Inputs, b.Outputs, b.Heads, b.Window, b.Shrinks)));
        Assert.Equal(golden.GetProperty("TwoWayTransformer").GetProperty("mlp_dim").GetInt32(), config.Decoder.MlpWidth);
        Assert.Equal(golden.GetProperty("MaskDecoder").GetProperty("iou_head_hidden_dim").GetInt32(), config.Decoder.IouHeadWidth);
    }

    [Fact]
    public void What_is_written_is_read_again_and_lists_are_compared_one_by_one()
    {
        using TempFolder folder = new();
        foreach (SamConfig config in SamConfig.Published.Where(c => c.Hiera is not null || c.Decoder.HighQuality))
        {
            File.WriteAllText(folder["a.json"], config.ToJson());
            SamConfig read = SamConfig.FromFile(folder["a.json"]);
            Assert.Equal(config.ToJson(), read.ToJson());
            Assert.Equal(config.Hiera, read.Hiera);
        }

        Assert.NotEqual(new HieraConfig(), new HieraConfig { Windows = [8, 4, 16, 8] });
    }

    [Fact]
    public void All_faults_are_told_together()
    {
        HieraConfig wrong = new() { Width = 5, Heads = 2, Stages = [1, 2], Windows = [7, 4, 14, 7], BackgroundSize = [7] };
        string fault = Assert.Throws<ArgumentException>((SamConfig.VitB with { Vit = null, Hiera = wrong }).Validate).Message;
        foreach (string part in new[] { "width 5", "stages 1, 2", "windows 7, 4, 14, 7", "background 7" })
        {
            Assert.Contains(part, fault, StringComparison.Ordinal);
        }

        SamConfig odd = SamConfig.VitB with { Vit = null, Hiera = new HieraConfig { GlobalBlocks = [12] }, ImageSize = 1008 };
        fault = Assert.Throws<ArgumentException>(odd.Validate).Message;
        Assert.Contains("image size 1008 must be a multiple of 32", fault, StringComparison.Ordinal);
        Assert.Contains("global blocks 12", fault, StringComparison.Ordinal);
    }

    private static JsonElement Json(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(SharedData.Require($"golden/sam2/{file}")));
        return document.RootElement.Clone();
    }
}
