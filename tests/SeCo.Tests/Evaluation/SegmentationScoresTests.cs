using System.Text.Json;
using SeCo.Evaluation;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Evaluation;

public sealed class SegmentationScoresTests
{
    private const double Tolerance = 1e-12;

    public static TheoryData<string> GoldenCases => new(
        "k19", "k19_holes", "k19_absent", "k16", "k11", "k11_absent", "perfect", "all_ignored_gt", "all_ignored_pred", "disjoint", "camvid_label",
            "camvid_full");

    [Theory]
    [MemberData(nameof(GoldenCases))]
    public void Agrees_with_the_reference_on_the_golden_pairs(string name)
    {
        string folder = SharedData.Require("golden/metrics");
        using JsonDocument cases = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "cases.json")));
        JsonElement golden = cases.RootElement.EnumerateArray().Single(c => c.GetProperty("name").GetString() == name);
        int k = golden.GetProperty("classes").GetInt32();
        ConfusionMatrix confusion = new(k);
        for (int i = 0; i < golden.GetProperty("pairs").GetInt32(); i++)
        {
            confusion.Add(LabelPng.Read(Path.Combine(folder, "gt", $"{name}_{i}.png")), LabelPng.Read(Path.Combine(folder, "pred", $"{name}_{i}.png")));
        }

        long[] expected = [.. golden.GetProperty("confusion").EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(v => v.GetInt64())];
        Assert.Equal(expected, confusion.Counts.ToArray());
        SegmentationScores scores = SegmentationScores.From(confusion, Numbered(k));
        Check(golden.GetProperty("strict"), scores.MiouReferenceStrict, scores.MiouStrict, scores.MeanAccuracyStrict, scores.AccuracyStrict, scores.Coverage);
        CheckClasses(golden.GetProperty("strict"), [.. scores.PerClass.Select(c => (c.CorrectPixels, c.TargetPixels, c.PredictedPixels))]);

        // The reference's ignore_255 takes the ground truth away, so its coverage is repeated there, not measured again.
        Check(golden.GetProperty("ignore_255"), scores.MiouReference, scores.Miou, scores.MeanAccuracy, scores.Accuracy, scores.Coverage);
        CheckClasses(golden.GetProperty("ignore_255"), [.. scores.PerClass.Select(c => (c.CorrectPixels, c.CoveredPixels, c.PredictedPixels))]);
    }

    [Fact]
    public void A_hand_worked_example_with_holes_and_an_absent_class()
    {
        // truth:      0 0 0 1 1 255      prediction: 0 0 255 1 0 2
        ConfusionMatrix confusion = new(3);
        confusion.Add(new LabelMap(3, 2, [0, 0, 0, 1, 1, 255]), new LabelMap(3, 2, [0, 0, 255, 1, 0, 2]));

        SegmentationScores scores = SegmentationScores.From(confusion, Numbered(3));

        Assert.Equal(1, confusion[0, 3]);
        Assert.Equal(2.0 / 3, scores.PerClass[0].Iou, 15);
        Assert.Equal(0.5, scores.PerClass[0].IouStrict, 15);
        Assert.Equal(0.5, scores.PerClass[1].Iou, 15);
        Assert.True(double.IsNaN(scores.PerClass[2].Iou));
        Assert.Equal(((2.0 / 3) + 0.5) / 2, scores.Miou, 15);
        Assert.Equal(((2.0 / 3) + 0.5) / 3, scores.MiouReference, 9);
        Assert.Equal(0.75, scores.Accuracy);
        Assert.Equal(0.6, scores.AccuracyStrict);
        Assert.Equal(0.8, scores.Coverage);
        Assert.Equal(3, scores.PerClass[0].TargetPixels);
        Assert.Equal(3, scores.PerClass[0].PredictedPixels);
    }

    private static void Check(JsonElement golden, double reference, double present, double meanAccuracy, double accuracy, double coverage)
    {
        Assert.Equal(golden.GetProperty("miou").GetDouble(), reference, Tolerance);
        Equal(golden.GetProperty("miou_present"), present);
        Equal(golden.GetProperty("macc_present"), meanAccuracy);
        Equal(golden.GetProperty("coverage"), coverage);

        // The reference divides by the count plus 1e-10, so that no pixel at all gives 0.
        Assert.Equal(golden.GetProperty("all_acc").GetDouble(), double.IsNaN(accuracy) ? 0 : accuracy, Tolerance);
    }

    private static void CheckClasses(JsonElement golden, (long Correct, long Target, long Predicted)[] classes)
    {
        for (int c = 0; c < classes.Length; c++)
        {
            long union = classes[c].Target + classes[c].Predicted - classes[c].Correct;
            Assert.Equal(golden.GetProperty("intersection")[c].GetInt64(), classes[c].Correct);
            Assert.Equal(golden.GetProperty("union")[c].GetInt64(), union);
            Assert.Equal(golden.GetProperty("target")[c].GetInt64(), classes[c].Target);
            Assert.Equal(golden.GetProperty("iou")[c].GetDouble(), classes[c].Correct / (union + 1e-10), Tolerance);
            Assert.Equal(golden.GetProperty("accuracy")[c].GetDouble(), classes[c].Correct / (classes[c].Target + 1e-10), Tolerance);
        }
    }

    private static void Equal(JsonElement expected, double actual)
    {
        if (expected.ValueKind == JsonValueKind.Null)
        {
            Assert.True(double.IsNaN(actual));
        }
        else
        {
            Assert.Equal(expected.GetDouble(), actual, Tolerance);
        }
    }

    private static ClassSet Numbered(int k) =>
        new("numbered", [.. Enumerable.Range(0, k).Select(i => new SegmentationClass(i, $"class {i}", default, ClassKind.Stuff))]);
}
