using System.Globalization;
using System.Text.Json;
using SeCo.Models.Sam;
using SeCo.Models.Tests.Fixtures;
using SeCo.Testing;
using SeCo.Torch;
using SeCo.Torch.Nn;
using Xunit;

namespace SeCo.Models.Tests.Sam;

public sealed class SamModelTests : ModelTest
{
    [Fact]
    public void Names_shapes_and_order_are_the_official_ones()
    {
        using SamModel model = new(TinySam.Config);
        using JsonDocument keys = JsonDocument.Parse(File.ReadAllBytes(SharedData.Require("golden/sam/keys.json")));
        string[] expected =
            [.. keys.RootElement.EnumerateArray().Select(k => $"{k.GetProperty("name")} {k.GetProperty("shape")}".Replace(" ", "", StringComparison.Ordinal))];
        string[] actual = [.. model.StateDictionary().Select(p => $"{p.Key}[{string.Join(",", p.Value.Shape.ToArray())}]")];
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Resized_pixels_are_standardised_and_padded()
    {
        using SamModel model = TinySam.Load();
        Tensor resized = Npy.Read(Golden("tensors/a.resized.npy")).To(DType.UInt8);
        AssertWithin(Npy.Read(Golden("tensors/a.preprocessed.npy")), model.Preprocess(resized), 1e-5, "preprocessed");
    }

    [Fact]
    public void The_encoder_gives_the_official_stages_and_embedding()
    {
        using SamModel model = TinySam.Load();
        Tensor image = Npy.Read(Golden("tensors/a.preprocessed.npy"));
        using GradMode mode = GradMode.Disable();
        VitImageEncoder encoder = (VitImageEncoder)model.Encoder;
        Tensor embedded = encoder.Embed(image);
        Tensor stages = Tensor.Cat([embedded, ((ModuleList<VitBlock>)encoder.Parts["blocks"])[0].Forward(embedded, model.WorkingMemory)]);

        // The set's own tolerance: a convolution without oneDNN sums a patch's products in another order (4.6e-5; with it below 2e-5).
        AssertWithin(Npy.Read(Golden("tensors/a.encoder_stages.npy")), stages, 1e-4, "stages");
        AssertWithin(Npy.Read(Golden("tensors/a.embedding.npy")), model.Encode(image).Embedding, 2e-5, "embedding");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1 << 20)]
    public void Little_working_memory_changes_no_answer(long bytes)
    {
        using SamModel model = TinySam.Load();
        Tensor image = Npy.Read(Golden("tensors/a.preprocessed.npy"));
        SamPrompts prompts = new() { Boxes = Tensor.From([10f, 10, 90, 120, 30, 40, 200, 180, 0, 0, 255, 191, 50, 60, 70, 80, 100, 20, 180, 100], 5, 4) };
        SamFeatures embedding = model.Encode(image);
        using SamDecoding expected = model.Decode(embedding, prompts);
        model.WorkingMemory = bytes;
        Tensor found = model.Encode(image).Embedding;
        using SamDecoding answer = model.Decode(embedding, prompts);
        AssertWithin(embedding.Embedding, found, 2e-5, "embedding");
        AssertWithin(expected.LowResolutionLogits, answer.LowResolutionLogits, 5e-4, "masks");
        AssertWithin(expected.PredictedIou, answer.PredictedIou, 1e-4, "qualities");
    }

    [Fact]
    public void Two_images_asked_about_in_turn_give_each_its_own_answers()
    {
        using SamModel model = TinySam.Load();
        SamPrompts prompts = new() { Boxes = Tensor.From([10f, 10, 90, 120], 1, 4) };
        SamFeatures[] images = [new(Npy.Read(Golden("tensors/a.embedding.npy"))), new(Npy.Read(Golden("tensors/b.embedding.npy")))];
        using SamDecoding first = model.Decode(images[0], prompts), second = model.Decode(images[1], prompts), again = model.Decode(images[0], prompts);
        AssertWithin(first.LowResolutionLogits, again.LowResolutionLogits, 1e-5, "masks");
        Assert.True((first.LowResolutionLogits - second.LowResolutionLogits).Abs().Max().Item() > 0.1);
    }

    [Fact]
    public void Only_masks_of_wanted_quality_are_made()
    {
        using SamModel model = TinySam.Load();
        SamFeatures embedding = new(Npy.Read(Golden("tensors/a.embedding.npy")));
        SamPrompts prompts = new() { Boxes = Tensor.From([10f, 10, 90, 120, 30, 40, 200, 180, 0, 0, 255, 191, 50, 60, 70, 80, 100, 20, 180, 100], 5, 4) };
        using SamDecoding all = model.Decode(embedding, prompts);
        float[] qualities = all.PredictedIou.ToArray<float>();
        double limit = qualities.Order().ElementAt(8);
        using SamSelection some = model.Select(embedding, prompts, multimask: true, limit);
        Assert.Equal(qualities, some.PredictedIou);
        Assert.Equal(3, some.MasksPerPrompt);
        Assert.Equal([.. Enumerable.Range(0, 15).Where(i => qualities[i] > limit)], some.Kept);
        Tensor chosen = all.LowResolutionLogits.Flatten(0, 1).IndexSelect(0, Tensor.From([.. some.Kept.Select(i => (long)i)]));
        AssertWithin(chosen, some.LowResolutionLogits, 5e-4, "masks");
        using SamSelection none = model.Select(embedding, prompts, multimask: true, double.PositiveInfinity);
        Assert.Equal([0, 64, 64], none.LowResolutionLogits.Shape.ToArray());
    }

    [Fact]
    public void Places_of_the_image_are_the_official_ones()
    {
        using SamModel model = TinySam.Load();
        AssertWithin(Npy.Read(Golden("tensors/dense_pe.npy")), model.Prompts.Places().Permute(0, 3, 1, 2), 1e-4, "dense_pe");
    }

    [Theory]
    [InlineData("point")]
    [InlineData("points2")]
    [InlineData("box")]
    [InlineData("box_points2")]
    [InlineData("mask")]
    [InlineData("point_mask")]
    [InlineData("boxes5")]
    [InlineData("points_batch2")]
    [InlineData("box_c")]
    public void Prompts_get_the_official_answers(string name)
    {
        using SamModel model = TinySam.Load();
        using JsonDocument all = JsonDocument.Parse(File.ReadAllBytes(Golden("prompts.json")));
        JsonElement entry = all.RootElement.EnumerateArray().Single(e => e.GetProperty("name").GetString() == name);
        JsonElement files = entry.GetProperty("files");
        SamPrompts prompts = Prompts(entry);
        SamFeatures embedding = new(Npy.Read(Golden($"tensors/{entry.GetProperty("image")}.embedding.npy")));
        Compare(files, "sparse", model.Prompts.Sparse(prompts), 1e-4);
        Compare(files, "dense", model.Prompts.Dense(prompts).Permute(0, 3, 1, 2), 1e-4);
        foreach (string kind in (string[])["multi", "single"])
        {
            using SamDecoding answer = model.Decode(embedding, prompts, kind == "multi");
            Compare(files, $"{kind}.low_res", answer.LowResolutionLogits, 5e-4);
            Compare(files, $"{kind}.iou", answer.PredictedIou, 1e-4);
        }
    }

    private static SamPrompts Prompts(JsonElement entry)
    {
        Tensor? labels = null;
        if (Numbers(entry, "point_labels") is { } given)
        {
            labels = given.Rank == 1 ? given.Unsqueeze(0) : given;
        }

        Tensor? mask = entry.GetProperty("files").TryGetProperty("mask_input", out JsonElement file)
            ? Npy.Read(Golden(file.GetProperty("file").GetString()!)).Unsqueeze(0)
            : null;
        return new SamPrompts
        {
            PointCoordinates = Numbers(entry, "model_frame_points"), PointLabels = labels, Boxes = Numbers(entry, "model_frame_boxes"), Masks = mask,
        };
    }

    private static Tensor? Numbers(JsonElement entry, string name)
    {
        if (!entry.TryGetProperty(name, out JsonElement value))
        {
            return null;
        }

        List<long> shape = [];
        for (JsonElement level = value; level.ValueKind == JsonValueKind.Array; level = level[0])
        {
            shape.Add(level.GetArrayLength());
        }

        string[] numbers = value.GetRawText().Split(['[', ']', ',', ' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        float[] flat = [.. numbers.Select(t => float.Parse(t, CultureInfo.InvariantCulture))];
        return Tensor.From(flat, [.. shape]);
    }

    private static void Compare(JsonElement files, string name, Tensor actual, double tolerance)
    {
        if (files.TryGetProperty(name, out JsonElement file) && actual.ElementCount > 0)
        {
            AssertWithin(Npy.Read(Golden(file.GetProperty("file").GetString()!)), actual, tolerance, name);
        }
    }

    private static void AssertWithin(Tensor expected, Tensor actual, double tolerance, string what)
    {
        Assert.Equal(expected.Shape.ToArray(), actual.Shape.ToArray());
        double worst = (expected - actual).Abs().Max().Item();
        Assert.True(worst <= tolerance, $"{what} differs by {worst:e2}, allowed {tolerance:e2}");
    }

    private static string Golden(string name) => SharedData.Require($"golden/sam/{name}");
}
