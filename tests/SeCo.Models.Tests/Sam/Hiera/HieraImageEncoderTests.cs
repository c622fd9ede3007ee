using System.Text.Json;
using SeCo.Models.Sam;
using SeCo.Models.Sam.Hiera;
using SeCo.Models.Tests.Fixtures;
using SeCo.Models.Tests.Sam.TinyVit;
using SeCo.Testing;
using SeCo.Torch;
using Xunit;

namespace SeCo.Models.Tests.Sam.Hiera;

/// <summary>SAM 2's encoder and prompts against the official ones: golden/sam2, with the tolerances of its README.</summary>
public sealed class HieraImageEncoderTests : ModelTest
{
    [Fact]
    public void Every_stage_is_the_official_one()
    {
        using SamModel model = Load();
        using GradMode mode = GradMode.Disable();
        HieraImageEncoder.Trunk trunk = (HieraImageEncoder.Trunk)model.Encoder.Parts["trunk"];
        JsonElement[] images = [.. Json("images.json").EnumerateArray().Where(i => i.TryGetProperty("stages", out _))];
        Assert.NotEmpty(images);
        Assert.All(images, image => Compare(model, trunk, image));
    }

    private static void Compare(SamModel model, HieraImageEncoder.Trunk trunk, JsonElement image)
    {
        Tensor input = Read(image.GetProperty("preprocessed")), tokens = trunk.Embed(input);
        Dictionary<string, Tensor> found = new() { ["input"] = tokens, ["pos_embed"] = trunk.Positions(tokens.Shape[1], tokens.Shape[2]) };
        for (int i = 0; i < trunk.Blocks.Count; i++)
        {
            found[$"block{i}"] = tokens = trunk.Blocks[i].Forward(tokens);
        }

        List<Tensor> inner = [];
        found["fpn2"] = model.Encoder.Forward(input, inner);
        (found["fpn0"], found["fpn1"]) = (inner[0], inner[1]);
        int compared = 0;
        foreach (JsonElement stage in image.GetProperty("stages").EnumerateArray())
        {
            if (found.TryGetValue(stage.GetProperty("name").GetString()!, out Tensor? map))
            {
                int step = stage.GetProperty("step").GetInt32(), first = stage.GetProperty("layout").GetString() == "NHWC" ? 1 : 2;
                AssertClose(Read(stage.GetProperty("file")), map.Slice(first, step: step).Slice(first + 1, step: step), 2e-5, $"{stage.GetProperty("name")}");
                compared++;
            }
        }

        Assert.NotEqual(0, compared);
        SamFeatures features = model.Encode(input);
        AssertClose(Read(image.GetProperty("high_res_0")), features.Details[0], 2e-5, "high_res_0");
        AssertClose(Read(image.GetProperty("high_res_1")), features.Details[1], 2e-5, "high_res_1");
        AssertClose(Read(image.GetProperty("embedding")), features.Embedding, 2e-5, "embedding");
    }

    [Fact]
    public void Prompts_become_the_official_vectors()
    {
        using SamModel model = Load();
        using GradMode mode = GradMode.Disable();
        AssertClose(Read("tensors/dense_pe.npy"), model.Prompts.Places().Permute(0, 3, 1, 2), 1e-4, "dense_pe");
        foreach (JsonElement entry in Json("prompts.json").EnumerateArray())
        {
            JsonElement files = entry.GetProperty("files");
            SamPrompts prompts = Prompts(entry);
            if (files.TryGetProperty("sparse", out JsonElement sparse) && model.Prompts.Sparse(prompts) is { ElementCount: > 0 } vectors)
            {
                AssertClose(Read(sparse.GetProperty("file")), vectors, 1e-4, $"sparse, {entry.GetProperty("name")}");
            }

            if (files.TryGetProperty("dense", out JsonElement dense))
            {
                AssertClose(Read(dense.GetProperty("file")), model.Prompts.Dense(prompts).Permute(0, 3, 1, 2), 1e-4, $"dense, {entry.GetProperty("name")}");
            }
        }
    }

    [Fact]
    public void A_different_precision_and_a_batch_give_nearly_the_same()
    {
        SamConfig config = new()
        {
            ImageSize = 64,
            Channels = 16,
            Vit = null,
            Hiera = new HieraConfig { Width = 8, Heads = 2, Stages = [1, 1, 2, 1], GlobalBlocks = [3], Windows = [8, 4, 6, 3] },
        };
        using HieraImageEncoder encoder = new(config);
        TinyVitImageEncoderTests.Fill(encoder, 4);
        using GradMode mode = GradMode.Disable();
        Tensor images = Noise(5, 2, 3, 64, 64);
        List<Tensor> inner = [];
        Tensor both = encoder.Forward(images, inner);
        Assert.Equal([2, 16, 4, 4], both.Shape.ToArray());
        Assert.Equal([[2, 16, 16, 16], [2, 16, 8, 8]], inner.Select(m => m.Shape.ToArray()));
        AssertClose(encoder.Forward(images.Narrow(0, 1, 1)), both.Narrow(0, 1, 1), 1e-5);
        encoder.To(DType.BFloat16);
        AssertClose(both, encoder.Forward(images.To(DType.BFloat16)).To(DType.Float32), 0.1);
    }

    private static SamModel Load() =>
        SamCheckpoint.Load(Directory.GetFiles(SharedData.Require("golden/sam2"), "*.pt").Single(), SamConfig.FromFile(PathOf("config.json")));

    private static SamPrompts Prompts(JsonElement entry)
    {
        Tensor? mask = entry.GetProperty("files").TryGetProperty("mask_input", out JsonElement file) ? Read(file.GetProperty("file")).Unsqueeze(0) : null;
        if (!entry.TryGetProperty("encoder_points", out JsonElement points) || points.ValueKind != JsonValueKind.Array)
        {
            return new SamPrompts { Masks = mask };
        }

        float[] places = [.. points.EnumerateArray().SelectMany(b => b.EnumerateArray()).SelectMany(p => p.EnumerateArray()).Select(x => x.GetSingle())];
        float[] labels = [.. entry.GetProperty("encoder_labels").EnumerateArray().SelectMany(b => b.EnumerateArray()).Select(x => x.GetSingle())];
        long batch = points.GetArrayLength(), each = labels.Length / batch;
        return new SamPrompts { PointCoordinates = Tensor.From(places, batch, each, 2), PointLabels = Tensor.From(labels, batch, each), Masks = mask };
    }

    private static Tensor Read(JsonElement file) => Read(file.GetString()!);

    private static Tensor Read(string file) => Npy.Read(PathOf(file));

    private static string PathOf(string file) => SharedData.Require($"golden/sam2/{file}");

    private static JsonElement Json(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(PathOf(file)));
        return document.RootElement.Clone();
    }
}
