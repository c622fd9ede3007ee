using System.Text.Json;
using SeCo.Checkpoints;
using SeCo.Imaging.Resampling;
using SeCo.Models.Sam;
using SeCo.SegmentAnything;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.SegmentAnything;

/// <summary>SAM 2 from the PNG to masks, against the official predictor and generator; tolerances of the golden set's README.</summary>
public sealed class SecondSamTests : SamModelTest
{
    private static readonly SegmenterGolden Golden = new("sam2");

    [Fact]
    public void Answers_are_the_official_ones_for_all_prompts()
    {
        using SamModel model = LoadSecond(".safetensors");
        int compared = 0;
        foreach (IGrouping<string, JsonElement> entries in Golden.Json("prompts.json").EnumerateArray().GroupBy(e => e.At("image").GetString()!))
        {
            using SamImage image = new SamPredictor(model).Open(Golden.Image(entries.Key));
            foreach (JsonElement entry in entries)
            {
                JsonElement files = entry.At("files");
                SamPrompt[] prompts = Golden.Prompts(entry);
                foreach (string kind in (string[])["multi", "single"])
                {
                    string what = $"{entry.At("name")}, {kind}";
                    SamMask[] found = [.. image.Predict(prompts, kind == "multi").SelectMany(m => m)];
                    Compare("iou", 1e-4, [.. found.Select(m => (float)m.PredictedIou)]);
                    Compare("low_res", 5e-4, [.. found.SelectMany(m => m.LowResolutionLogits.ToArray())]);
                    Compare("full_logits", 1e-3, [.. found.SelectMany(image.Logits)], image.Width);
                    if (files.TryGetProperty($"{kind}.masks", out JsonElement file))
                    {
                        Golden.SameMasks(file, found, what);
                    }

                    void Compare(string key, double tolerance, float[] numbers, int? width = null)
                    {
                        if (files.TryGetProperty($"{kind}.{key}", out JsonElement file))
                        {
                            Golden.SameNumbers(file, numbers, tolerance, $"{what}.{key}", width);
                            compared++;
                        }
                    }
                }
            }
        }

        Assert.NotEqual(0, compared);
    }

    [Fact]
    public void All_masks_of_an_image_are_the_official_ones_with_every_option()
    {
        using SamModel model = LoadSecond(".pt");
        IEnumerable<string> files = Directory.GetFiles(Golden.PathOf("amg"), "*.json").Where(f => !f.Contains(".candidates", StringComparison.Ordinal));
        foreach (string file in files.Order())
        {
            JsonElement golden = Golden.Json($"amg/{Path.GetFileName(file)}");
            AutomaticMaskGenerator generator = new(model, SegmenterGolden.Options(golden.At("config")));
            SegmenterGolden.SameRecords(golden, generator.Generate(Golden.Image(golden.At("image").GetString()!)), ofPoints: 1e-4);
        }
    }

    [Fact]
    public void Small_holes_and_islands_vanish_as_in_the_official_post_processing()
    {
        foreach (JsonElement entry in Golden.Json("postprocess.json").EnumerateArray())
        {
            TensorData input = Golden.Array(entry.At("input").GetString()!);
            int side = (int)input.Shape[^1], height = entry.At("original_size_hw")[0].GetInt32(), width = entry.At("original_size_hw")[1].GetInt32();
            MaskUpsampler upsampler = new ImageTransform(width, height, 4 * side, stretches: true).Upsampler(4 * side, side);
            SmallAreas cleaning = new(entry.Int("max_hole_area"), entry.Int("max_sprinkle_area"));
            float[] expected = Golden.Array(entry.At("file").GetString()!).Values<float>().ToArray();
            float[] found = [.. input.Values<float>().ToArray().Chunk(side * side).SelectMany(plane =>
            {
                cleaning.Clean(plane);
                return upsampler.Logits(plane);
            })];
            Assert.Equal(expected.Length, found.Length);
            Assert.True(expected.Zip(found, (e, f) => Math.Abs(e - f)).Max() <= 1e-4, entry.At("name").GetString());
        }
    }

    [Fact]
    public void Points_and_boxes_come_into_the_frame_of_the_model_as_in_the_official_code()
    {
        foreach (JsonElement entry in Golden.Json("transforms.json").EnumerateArray())
        {
            double[] size = entry.At("original_size_hw").Numbers();
            ImageTransform transform = new((int)size[1], (int)size[0], entry.Int("resolution"), stretches: true);
            Assert.Equal(
                entry.At("points_out").EnumerateArray().SelectMany(p => p.Numbers()),
                entry.At("points").EnumerateArray().Select(p => transform.Apply(p.Point())).SelectMany(p => (double[])[p.X, p.Y]), Nearly);
            Assert.Equal(
                entry.At("boxes_out").EnumerateArray().SelectMany(b => b.EnumerateArray()).SelectMany(p => p.Numbers()),
                entry.At("boxes").EnumerateArray().Select(b => transform.Apply(b.Box())).SelectMany(b => (double[])[b.X0, b.Y0, b.X1, b.Y1]), Nearly);
        }

        static bool Nearly(double expected, double found) => Math.Abs(expected - found) <= 1e-4;
    }

    [Fact]
    public void Without_a_golden_set_a_random_model_finds_masks_and_falls_back_from_unstable_ones()
    {
        using TensorScope scope = TensorScope.Open();
        SamConfig config = SmallSecondSam;
        using SeCo.Testing.TempFolder folder = new();
        SamCheckpoint.WriteRandom(folder["sam2.pt"], config, seed: 2);
        using SamModel model = SamCheckpoint.Load(folder["sam2.pt"], config);
        byte[] pixels = [.. Enumerable.Range(0, 20 * 30 * 3).Select(i => (byte)(i * 7))];
        SamFeatures features = model.Encode(model.Preprocess(Tensor.FromBytes(SeCo.DType.UInt8, [20, 30, 3], pixels)));
        float[] corners = [.. Enumerable.Range(0, 12).SelectMany(i => (float[])[i, i, 30 + (2 * i), 60 - i])];
        SamPrompts prompts = new() { Boxes = Tensor.From(corners, 12, 4) };
        using SamDecoding several = model.Decode(features, prompts), single = model.Decode(features, prompts, multimask: false);
        Assert.Equal([12, 3, 16, 16], several.LowResolutionLogits.Shape.ToArray());
        Assert.All(several.PredictedIou.ToArray<float>(), iou => Assert.InRange(iou, 0, 1));
        float[] best = [.. several.PredictedIou.ToArray<float>().Chunk(3).Select(p => p.Max())], given = single.PredictedIou.ToArray<float>();
        float[][] planes = [.. single.LowResolutionLogits.ToArray<float>().Chunk(256)];
        for (int i = 0; i < given.Length; i++)
        {
            int inside = planes[i].Count(v => v > 0.05f), around = planes[i].Count(v => v > -0.05f);
            Assert.True(Math.Abs(given[i] - best[i]) < 1e-6 || around == 0 || (double)inside / around >= 0.98, $"prompt {i}");
        }
    }

    /// <summary>A SAM 2 small enough for tests.</summary>
    internal static SamConfig SmallSecondSam { get; } = new()
    {
        Name = "small2",
        ImageSize = 64,
        Channels = 16,
        Vit = null,
        Hiera = new HieraConfig { Width = 8, Stages = [1, 1, 2, 1], GlobalBlocks = [3], Windows = [8, 4, 2, 2] },
        Decoder = new MaskDecoderConfig { Heads = 2, MlpWidth = 16, IouHeadWidth = 16 },
    };

    private static SamModel LoadSecond(string ending) =>
        SamCheckpoint.Load(Directory.GetFiles(Golden.Folder, "*" + ending).Single(), SamConfig.FromFile(Golden.PathOf("config.json")));
}
