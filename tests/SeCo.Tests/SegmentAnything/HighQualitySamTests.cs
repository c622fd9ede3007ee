using System.Text.Json;
using SeCo.Models.Sam;
using SeCo.SegmentAnything;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.SegmentAnything;

/// <summary>HQ-SAM from the PNG to masks, against the official predictor and generator; tolerances of the golden set's README.</summary>
public sealed class HighQualitySamTests : SamModelTest
{
    private static readonly SegmenterGolden Golden = new("hqsam");

    [Fact]
    public void Answers_are_the_official_ones_for_all_prompts_and_both_encoders()
    {
        int compared = 0;
        foreach ((string folder, SamModel model) in Models())
        {
            using SamModel owned = model;
            foreach (IGrouping<string, JsonElement> entries in Golden.Json($"{folder}/prompts.json").EnumerateArray().GroupBy(e => e.At("image").GetString()!))
            {
                foreach (bool highQualityOnly in (bool[])[false, true])
                {
                    using SamImage image = new SamPredictor(model) { HighQualityOnly = highQualityOnly }.Open(Golden.Image(entries.Key));
                    foreach (JsonElement entry in entries)
                    {
                        Compare(image, entry, multimask: true, highQualityOnly ? "multi_hq_only" : "multi");
                        Compare(image, entry, multimask: false, highQualityOnly ? "single_hq_only" : "single");
                        compared++;
                    }
                }
            }
        }

        Assert.NotEqual(0, compared);
    }

    [Fact]
    public void All_masks_of_an_image_are_the_official_ones()
    {
        foreach ((string folder, SamModel model) in Models())
        {
            using SamModel owned = model;
            JsonElement golden = Golden.Json($"{folder}/amg.json");
            AutomaticMaskOptions options =
                SegmenterGolden.Options(golden.At("config")) with { MultimaskOutput = golden.At("multimask_output").GetBoolean() };
            SegmenterGolden.SameRecords(golden, new AutomaticMaskGenerator(model, options).Generate(Golden.Image(golden.At("image").GetString()!)));
        }
    }

    [Fact]
    public void A_random_model_answers_each_prompt_with_one_mask_and_the_better_one_where_several_are_possible()
    {
        using TensorScope scope = TensorScope.Open();
        SamConfig config = new()
        {
            ImageSize = 64,
            Channels = 16,
            Vit = new VitConfig { Width = 16, Depth = 3, Heads = 2, WindowSize = 3, GlobalBlocks = [1, 2] },
            Decoder = new MaskDecoderConfig { Heads = 2, MlpWidth = 16, IouHeadWidth = 16, HighQuality = true },
        };
        using SeCo.Testing.TempFolder folder = new();
        SamCheckpoint.WriteRandom(folder["hq.safetensors"], config, seed: 5);
        using SamModel model = SamCheckpoint.Load(folder["hq.safetensors"], config);
        SamFeatures features = model.Encode(Tensor.Gaussian(new SeCo.RandomSource(3), [1, 3, 64, 64]));
        SamPrompts prompts = new() { Boxes = Tensor.From([5f, 5, 40, 50, 20, 10, 60, 30], 2, 4) };
        using SamDecoding several = model.Decode(features, prompts), single = model.Decode(features, prompts, multimask: false);
        using SamDecoding fine = model.Decode(features, prompts, multimask: false, highQualityOnly: true);
        Assert.Equal([2, 1, 16, 16], several.LowResolutionLogits.Shape.ToArray());
        Assert.Equal(single.PredictedIou.ToArray<float>(), fine.PredictedIou.ToArray<float>());
        Assert.True((single.LowResolutionLogits - fine.LowResolutionLogits).Abs().Max().Item() > 1e-3);
        float[] best = several.PredictedIou.ToArray<float>();
        using SamSelection none = model.Select(features, prompts, multimask: true, best.Max());
        Assert.Empty(none.Kept);
        using SamSelection one = model.Select(features, prompts, multimask: true, best.Min());
        Assert.Equal([Array.IndexOf(best, best.Max())], one.Kept);
    }

    private static void Compare(SamImage image, JsonElement entry, bool multimask, string kind)
    {
        string what = $"{entry.At("name")}, {kind}";
        JsonElement expected = entry.At("outputs").At(kind);
        SamPrompt[] prompts = Golden.Prompts(entry);
        SamMask[] found = [.. image.Predict(prompts, multimask).Select(Assert.Single)];
        Assert.All(expected.At("iou").Numbers(), (iou, i) => Assert.Equal(iou, found[i].PredictedIou, 1e-4));
        Golden.SameMasks(expected.At("masks"), found, what);
        if (expected.TryGetProperty("low_res", out JsonElement file))
        {
            Golden.SameNumbers(file, [.. found.SelectMany(m => m.LowResolutionLogits.ToArray())], 1e-3, what);
        }

        if (expected.TryGetProperty("full_logits", out file))
        {
            Golden.SameNumbers(file, [.. found.SelectMany(image.Logits)], 1e-3, what, image.Width);
        }
    }

    /// <summary>Every file of weights of every folder that has prompts.</summary>
    private static IEnumerable<(string Folder, SamModel Model)> Models()
    {
        foreach (string folder in Directory.GetDirectories(Golden.Folder).Where(f => File.Exists(Path.Combine(f, "prompts.json"))).Order())
        {
            string name = Path.GetFileName(folder);
            foreach (JsonElement weights in Golden.Json($"{name}/config.json").At("weights").EnumerateArray())
            {
                yield return (name, SamCheckpoint.Load(Golden.PathOf(weights.GetString()!), SamConfig.FromFile(Golden.PathOf($"{name}/config.json"))));
            }
        }
    }
}
