using System.Globalization;
using System.Text.Json.Nodes;
using SeCo.Checkpoints;
using SeCo.Cli.Tests.Fixtures;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Imaging.Rle;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.Commands;

public sealed class SamPredictCommandTests
{
    public static TheoryData<string, bool> Prompts => new(
        from name in (string[])["point", "points2", "box", "box_points2", "mask", "point_mask", "boxes5", "box_c"]
        from multimask in (bool[])[true, false]
        select (name, multimask));

    [Theory]
    [MemberData(nameof(Prompts))]
    public async Task Answers_are_the_official_ones(string name, bool multimask)
    {
        using TempFolder folder = new();
        JsonObject golden = GoldenSam.Json("prompts.json").AsArray().Select(p => p!.AsObject()).Single(p => (string)p["name"]! == name);
        string[] more = [.. Arguments(golden), .. multimask ? (string[])["--multimask"] : [], "--logits"];

        (await Predict(folder["out"], (string)golden["image"]!, more)).Expect(ExitCode.Done);

        string kind = multimask ? "multi" : "single";
        JsonArray masks = JsonNode.Parse(File.ReadAllText(folder["out/predict.json"]))!["masks"]!.AsArray();
        float[] ious = Golden(golden, kind + ".iou")!.ToSingles();
        Assert.Equal(ious.Length, masks.Count);
        TensorData? expected = Golden(golden, kind + ".masks"), logits = Golden(golden, kind + ".low_res");
        for (int i = 0; i < masks.Count; i++)
        {
            JsonNode mask = masks[i]!;
            Assert.Equal(ious[i], (double)mask["predicted_iou"]!, 1e-4);
            (int height, int width) = ((int)mask["segmentation"]!["size"]![0]!, (int)mask["segmentation"]!["size"]![1]!);
            RunLengthMask found = RunLengthMask.Parse(width, height, (string)mask["segmentation"]!["counts"]!);
            Assert.Equal(found.Counts.ToArray(), RunLengthMask.FromLabel(LabelPng.Read(folder[$"out/{mask["file"]}"]), 255).Counts.ToArray());
            Assert.Equal((i, found.Area), ((int)mask["id"]!, (long)mask["area"]!));
            Assert.Equal(i / (masks.Count / golden["boxes"]?.AsArray().Count ?? masks.Count), (int)mask["prompt"]!);
            if (expected is not null)
            {
                Assert.True(RunLengthMask.Iou(Unpack(expected, i, width, height), found) >= 0.995);
            }

            if (logits is not null)
            {
                float[] ours = NpyFile.Read(folder[$"out/{i}.npy"]).ToSingles();
                float[] official = logits.ToSingles()[(i * ours.Length)..((i + 1) * ours.Length)];
                Assert.True(ours.Zip(official).All(p => Math.Abs(p.First - p.Second) < 1e-3));
            }
        }
    }

    [Fact]
    public async Task An_answer_s_logits_can_be_given_back_as_a_prompt()
    {
        using TempFolder folder = new();
        (await Predict(folder["first"], "a", "--box", "145,10,421,202", "--logits")).Expect(ExitCode.Done);

        SecoResult result =
            (await Predict(folder["second"], "a", "--box", "145,10,421,202", "--mask-input", folder["first/0.npy"], "--json")).Expect(ExitCode.Done);

        JsonNode answer = JsonNode.Parse(result.Output)!;
        Assert.Equal([145.0, 10, 421, 202], answer["prompts"]![0]!["box"]!.AsArray().Select(n => (double)n!));
        Assert.Equal("a.png", (string)answer["image"]!["file_name"]!);
    }

    [Theory]
    [InlineData("", "no prompt")]
    [InlineData("--box 1,2,3", "x0,y0,x1,y1")]
    [InlineData("--box 30,2,10,40", "x0 < x1")]
    [InlineData("--box 1,2,3,nan", "x0,y0,x1,y1")]
    [InlineData("--point 1,2", "x,y,1")]
    [InlineData("--point 1,2,3", "the label is 3")]
    [InlineData("--box 1,2,30,40 --box 1,2,30,40 --point 5,5,1", "which of them the points belong to")]
    [InlineData("--box 1,2,30,40 --box 1,2,30,40 --mask-input a.npy", "which of them the mask belongs to")]
    [InlineData("--box 1,2,30,40 --precision float16", "float32, bfloat16 or auto")]
    [InlineData("--box 1,2,30,40 --device tpu", "--device")]
    [InlineData("--box 1,2,30,40 --max-memory plenty", "--max-memory")]
    [InlineData("--box 1,2,30,40 --arch vit_g", "vit_b, vit_l, vit_h, mobile")]
    public async Task Wrong_usage_is_explained(string arguments, string says)
    {
        using TempFolder folder = new();
        string[] more = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        (await Seco.Run(["sam", "predict", "--weights", "w.pth", "--image", "a.png", "--out", folder["out"], .. more])).Expect(ExitCode.WrongUsage).Says(says);
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Theory]
    [InlineData("--point 481,20,1", "(481, 20) lies outside the image of 480 x 360")]
    [InlineData("--box 500,10,520,30", "lies outside the image of 480 x 360")]
    [InlineData("--mask-input nowhere.npy", "nowhere.npy")]
    public async Task Prompts_that_do_not_fit_the_image_are_explained(string arguments, string says)
    {
        using TempFolder folder = new();
        SecoResult result = (await Predict(folder["out"], "a", arguments.Split(' '))).Expect(ExitCode.Failed).Says(says);
        Assert.DoesNotContain("fault of the program", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Fact]
    public async Task Missing_and_damaged_files_are_named()
    {
        using TempFolder folder = new();
        string weights = SmallSam.WriteWeights(folder["small.safetensors"]);
        File.WriteAllText(folder["bad.png"], "no picture");
        RgbImageFile.Write(folder["thin.png"], new RgbImage(2000, 1));
        (await Run("none.pth", "bad.png")).Expect(ExitCode.Failed).Says("bad.png");
        (await Run("small.safetensors", "none.png")).Expect(ExitCode.Failed).Says("none.png");
        (await Run("small.safetensors", "thin.png")).Expect(ExitCode.Failed).Says("2000 x 1");
        File.WriteAllBytes(folder["cut.safetensors"], File.ReadAllBytes(weights)[..5000]);
        (await Run("cut.safetensors", "thin.png")).Expect(ExitCode.Failed).Says("cut.safetensors");

        Task<SecoResult> Run(string weights, string image) =>
            Seco.Run("sam", "predict", "--weights", folder[weights], "--image", folder[image], "--box", "0,0,5,1", "--out", folder["out"]);
    }

    [Fact]
    public async Task What_a_checkpoint_does_not_show_is_said()
    {
        using TempFolder folder = new();
        SmallSam.WriteWeights(folder["small.safetensors"]);
        RgbImageFile.Write(folder["a.png"], new RgbImage(60, 40));
        SecoResult result = await Seco.Run(
            "sam", "predict", "--weights", folder["small.safetensors"], "--image", folder["a.png"], "--box", "5,5,30,30", "--out", folder["out"]);
        result.Expect(ExitCode.Done).Says("does not show its attention heads");
    }

    private static Task<SecoResult> Predict(string output, string image, params string[] more) =>
        Seco.Run(["sam", "predict", .. GoldenSam.Model, "--image", GoldenSam.PathOf($"images/{image}.png"), "--out", output, .. more]);

    private static IEnumerable<string> Arguments(JsonObject prompt)
    {
        foreach (JsonNode? box in prompt["boxes"]?.AsArray() ?? (prompt["box"] is { } single ? [single.DeepClone()] : []))
        {
            yield return "--box";
            yield return Numbers(box!);
        }

        foreach ((JsonNode? point, JsonNode? label) in (prompt["point_coords"]?.AsArray() ?? []).Zip(prompt["point_labels"]?.AsArray() ?? []))
        {
            yield return "--point";
            yield return $"{Numbers(point!)},{label}";
        }

        if (prompt["files"]!["mask_input"] is { } mask)
        {
            yield return "--mask-input";
            yield return GoldenSam.PathOf((string)mask["file"]!);
        }
    }

    private static string Numbers(JsonNode list) => string.Join(',', list.AsArray().Select(n => ((double)n!).ToString(CultureInfo.InvariantCulture)));

    private static TensorData? Golden(JsonObject prompt, string key) =>
        prompt["files"]![key] is { } file ? NpyFile.Read(GoldenSam.PathOf((string)file["file"]!)) : null;

    private static RunLengthMask Unpack(TensorData packed, int index, int width, int height)
    {
        int stride = (width + 7) / 8;
        ReadOnlySpan<byte> bits = packed.Values<byte>().Slice(index * stride * height, stride * height);
        BinaryMask mask = new(width, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                mask.Row(y)[x] = (byte)((bits[(y * stride) + (x / 8)] >> (7 - (x % 8))) & 1);
            }
        }

        return RunLengthMask.FromMask(mask);
    }
}
