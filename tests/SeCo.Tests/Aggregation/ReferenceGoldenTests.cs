using System.Text.Json;
using SeCo.Aggregation;
using SeCo.Aggregation.Steps;
using SeCo.Aggregation.Segmenters;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Imaging.Components;
using SeCo.Imaging.Entropy;
using SeCo.Imaging.Rle;
using SeCo.Labels;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Aggregation;

/// <summary>Results of the reference implementation with recorded masks (golden/psa). Tolerances as its README states them.</summary>
public sealed class ReferenceGoldenTests
{
    private static readonly AggregationOptions Options = new() { Variant = AggregationVariant.Reference };

    [Theory]
    [InlineData("prompts", "label", "cityscapes19")]
    [InlineData("prompts16", "label16", "synthia16")]
    public void Prompts_are_those_of_the_reference(string prompts, string labels, string classSet)
    {
        string root = SharedData.Require("golden/psa");
        ClassSet classes = ClassSet.Named(classSet);
        int compared = 0;
        foreach (string file in Directory.GetFiles(Path.Combine(root, prompts), "*.json"))
        {
            LabelMap map = LabelPng.Read(Path.Combine(root, labels, Path.GetFileNameWithoutExtension(file) + ".png"));
            float[] unmasked = WindowEntropy.Compute(map, classes.Count, 8);
            float largest = unmasked.Max();
            float[] entropies = [.. unmasked.Select((e, i) => map.Pixels[i] >= classes.Count ? largest : e)];
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            JsonElement[] expected =
                [.. document.RootElement.GetProperty("instances").EnumerateArray().Where(i => i.GetProperty("status").GetString() == "prompted")];

            IReadOnlyList<ThingPrompt> actual = ThingPrompts.Create(map, classes.Count, classes.Things, Options);

            ComponentMap components = ConnectedComponents.Label(map);
            Assert.Equal(expected.Length, actual.Count);
            foreach ((JsonElement instance, ThingPrompt prompt) in expected.Zip(actual))
            {
                Assert.Equal(instance.GetProperty("class_id").GetInt32(), prompt.ClassId);
                Assert.Equal(instance.GetProperty("instance").GetInt32(), prompt.Component);
                Assert.Equal(
                    instance.GetProperty("pixel_count").GetInt32(),
                    components.Components[components.OfClass((byte)prompt.ClassId).First + prompt.Component - 1].Area);
                CompareBox(instance, prompt.Question.Box!.Value);
                ComparePoints(instance, prompt, entropies, map.Width);
                compared++;
            }
        }

        Assert.True(compared > 50, $"only {compared} prompts were compared");
    }

    [Theory]
    [InlineData("stuff", "label", "cityscapes19", false)]
    [InlineData("stuff_overlap", "label", "cityscapes19", false)]
    [InlineData("full", "label", "cityscapes19", true)]
    [InlineData("full16", "label16", "synthia16", true)]
    public void Label_maps_are_those_of_the_reference(string expected, string labels, string classSet, bool things)
    {
        string root = SharedData.Require("golden/psa");
        string[] files = Directory.GetFiles(Path.Combine(root, expected), "*.png");
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            string name = Path.GetFileName(file);
            LabelMap map = LabelPng.Read(Path.Combine(root, labels, name));
            IReadOnlyList<RunLengthMask> masks = ReadMasks(Path.Combine(root, "masks", name));
            if (expected == "stuff_overlap")
            {
                masks = [.. masks, .. ReadMasks(Path.Combine(root, "masks_fine", name))];
            }

            Func<SegmentPrompt, SegmentMask> answer = things
                ? FilledBoxes(Path.Combine(root, expected.Replace("full", "prompts", StringComparison.Ordinal), Path.ChangeExtension(name, ".json")), map)
                : RecordedSegmenter.Nothing(map.Width, map.Height);
            using RecordedSegmenter image = new(masks, answer);

            AggregationResult result = PixelSemanticAggregation.Aggregate(image, map, ClassSet.Named(classSet), Options);

            Assert.Equal(LabelPng.Read(file).Pixels.ToArray(), result.Labels.Pixels.ToArray());
        }
    }

    /// <summary>The filled box of each prompt; where the reference's box hangs on its rounding noise, the reference's box.</summary>
    private static Func<SegmentPrompt, SegmentMask> FilledBoxes(string file, LabelMap map)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
        Queue<Box?> noisy = new();
        JsonElement instances = document.RootElement.GetProperty("instances");
        foreach (JsonElement instance in instances.EnumerateArray().Where(i => i.GetProperty("status").GetString() == "prompted"))
        {
            int[] box = Numbers(instance.GetProperty("box"));
            bool exact = !instance.GetProperty("rect_ambiguous").GetBoolean() && !instance.GetProperty("fragile_corners").GetBoolean();
            noisy.Enqueue(exact ? null : new Box(box[0], box[1], box[2] + 1, box[3] + 1));
        }

        Func<SegmentPrompt, SegmentMask> fill = RecordedSegmenter.FilledBox(map.Width, map.Height);
        return prompt => fill(noisy.Dequeue() is Box box ? prompt with { Box = box } : prompt);
    }

    private static void CompareBox(JsonElement instance, Box box)
    {
        if (instance.GetProperty("rect_ambiguous").GetBoolean())
        {
            return;
        }

        int[] inclusive = [box.X0, box.Y0, box.X1 - 1, box.Y1 - 1];
        int[][] right = [Numbers(instance.GetProperty("box")), Numbers(instance.GetProperty("box_snapped"))];
        Assert.Contains(right.Take(instance.GetProperty("fragile_corners").GetBoolean() ? 2 : 1), inclusive.SequenceEqual);
    }

    private static void ComparePoints(JsonElement instance, ThingPrompt prompt, float[] entropies, int width)
    {
        int[][] points = [.. instance.GetProperty("points").EnumerateArray().Select(Numbers)];
        JsonElement[] info = [.. instance.GetProperty("point_info").EnumerateArray()];
        Assert.Equal(points.Length, prompt.Question.Points.Count);
        for (int i = 0; i < points.Length; i++)
        {
            (int x, int y) = ((int)prompt.Question.Points[i].X, (int)prompt.Question.Points[i].Y);
            if (info[i].GetProperty("near_ties").GetInt32() == 1)
            {
                Assert.Equal((points[i][0], points[i][1]), (x, y));
            }
            else
            {
                int[] first = Numbers(info[i].GetProperty("first")), last = Numbers(info[i].GetProperty("last"));
                Assert.InRange((y * width) + x, (first[1] * width) + first[0], (last[1] * width) + last[0]);
                Assert.Equal(info[i].GetProperty("purity").GetDouble(), entropies[(y * width) + x], 1e-5);
            }
        }
    }

    private static RunLengthMask[] ReadMasks(string path)
    {
        RgbImage image = RgbImageFile.Read(path);
        int[] columns = new int[image.Width * image.Height];
        for (int y = 0; y < image.Height; y++)
        {
            ReadOnlySpan<byte> row = image.Row(y);
            for (int x = 0; x < image.Width; x++)
            {
                columns[(x * image.Height) + y] = 1 + row[3 * x] + (256 * row[(3 * x) + 1]) + (65536 * row[(3 * x) + 2]);
            }
        }

        ColumnRunEncoder encoder = new(image.Width, image.Height, columns.Max());
        encoder.Add(columns);
        return encoder.ToMasks();
    }

    private static int[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetInt32())];
}
