using System.Text.Json;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.Models.Sam;
using SeCo.SegmentAnything;
using Xunit;

namespace SeCo.Tests.SegmentAnything;

/// <summary>The whole way from the PNG to masks, against the official predictor; tolerances of the golden set's README.</summary>
public sealed class SamPredictorTests : SamModelTest
{
    public static TheoryData<string> Prompts => ["point", "points2", "box", "box_points2", "mask", "point_mask", "boxes5", "points_batch2", "box_c"];

    [Theory]
    [MemberData(nameof(Prompts))]
    public void Answers_are_the_official_ones(string name)
    {
        JsonElement golden = SamGolden.Json("prompts.json").EnumerateArray().Single(p => p.At("name").GetString() == name);
        JsonElement files = golden.At("files");
        using SamModel model = Load();
        using SamImage image = new SamPredictor(model).Open(SamGolden.Image(golden.At("image").GetString()!));
        SamPrompt[] prompts = SamGolden.Set.Prompts(golden);
        foreach (bool multimask in (bool[])[true, false])
        {
            string kind = multimask ? "multi" : "single";
            SamMask[] found = [.. image.Predict(prompts, multimask).SelectMany(m => m)];
            Assert.Equal(prompts.Length * (multimask ? 3 : 1), found.Length);
            CompareNumbers(files, $"{kind}.iou", [.. found.Select(m => (float)m.PredictedIou)], 1e-4f);
            CompareNumbers(files, $"{kind}.low_res", [.. found.SelectMany(m => m.LowResolutionLogits.ToArray())], 1e-3f);
            CompareNumbers(files, $"{kind}.full_logits", [.. found.SelectMany(image.Logits)], 1e-3f);
            if (files.TryGetProperty($"{kind}.masks", out JsonElement file))
            {
                SamGolden.Set.SameMasks(file, found, kind);
            }

            Assert.All(found, m => Assert.Equal((m.Mask.Area, m.Mask.Bounds), (m.Area, m.Bounds)));
        }
    }

    [Fact]
    public void Prompts_of_different_kinds_can_be_asked_together_and_answers_keep_their_order()
    {
        using SamModel model = Load();
        using SamImage image = new SamPredictor(model).Open(SamGolden.Image("a"));
        SamPrompt box = new() { Box = new ImageBox(145, 10, 421, 202) };
        SamPrompt point = new() { Points = [new(411, 297)] };
        SamPrompt both = new()
        {
            Box = new ImageBox(58.5, 117.75, 429.5, 261), Points = [new(212, 206), new(407, 155)], Labels = [PointLabel.Inside, PointLabel.Outside],
        };
        SamPrompt[] prompts = [point, box, both, point, box];
        IReadOnlyList<IReadOnlyList<SamMask>> together = image.Predict(prompts, multimask: false);
        Assert.Equal(prompts.Length, together.Count);
        Assert.All(prompts, (prompt, i) =>
        {
            SamMask alone = Assert.Single(image.Predict(prompt, multimask: false));
            Assert.Equal(alone.PredictedIou, Assert.Single(together[i]).PredictedIou, 1e-5);
            Assert.True(RunLengthMask.Iou(alone.Mask, together[i][0].Mask) > 0.999);
        });
    }

    [Fact]
    public void Prompts_that_mean_nothing_are_errors_that_say_where()
    {
        using SamModel model = Load();
        using SamImage image = new SamPredictor(model).Open(new RgbImage(40, 30));
        Refuses(new SamPrompt(), "expected points, a box or a mask");
        Refuses(new SamPrompt { Points = [new(41, 3)] }, "(41, 3) lies outside the image of 40 x 30");
        Refuses(new SamPrompt { Points = [new(4, double.NaN)] }, "outside the image");
        Refuses(new SamPrompt { Points = [new(4, 3)], Labels = [(PointLabel)2] }, "label 2");
        Refuses(new SamPrompt { Box = new ImageBox(10, 10, 5, 20) }, "x0 < x1");
        Refuses(new SamPrompt { Box = new ImageBox(50, 10, 60, 20) }, "outside the image");
        Refuses(new SamPrompt { Box = new ImageBox(0, 0, double.PositiveInfinity, 20) }, "outside the image");
        Refuses(new SamPrompt { Mask = new float[100] }, "64 x 64");
        Assert.Single(image.Predict(new SamPrompt { Box = new ImageBox(-5, -5, 100, 20) }, multimask: false));

        void Refuses(SamPrompt prompt, string why)
        {
            string message = Assert.Throws<ArgumentException>(() => image.Predict([new SamPrompt { Box = new ImageBox(1, 1, 9, 9) }, prompt], true)).Message;
            Assert.Contains("Prompt 1", message, StringComparison.Ordinal);
            Assert.Contains(why, message, StringComparison.Ordinal);
        }
    }

    private static void CompareNumbers(JsonElement files, string key, float[] found, float tolerance)
    {
        if (files.TryGetProperty(key, out JsonElement file))
        {
            SamGolden.Set.SameNumbers(file, found, tolerance, key);
        }
    }
}
