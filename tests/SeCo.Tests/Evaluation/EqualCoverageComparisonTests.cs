using SeCo.Datasets;
using SeCo.Evaluation;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.Testing;
using SeCo.Tests.Datasets;
using Xunit;

namespace SeCo.Tests.Evaluation;

public sealed class EqualCoverageComparisonTests
{
    private static readonly ClassSet Two = new("two", [new SegmentationClass(0, "a", default, ClassKind.Stuff),
        new SegmentationClass(1, "b", default, ClassKind.Stuff)]);

    [Fact]
    public void A_hand_worked_example_with_a_tie_and_unknown_truth()
    {
        // Predicted 0: 0.9 right, 0.5 right, 0.5 wrong, 0.1 without truth. Predicted 1: 0.8 right, 0.2 wrong.
        EqualCoverageComparison comparison = new(Two);
        comparison.Add(
            new LabelMap(6, 1, [0, 0, 0, 0, 1, 1]),
            new ConfidenceMap(6, 1, [.. new[] { 0.9, 0.5, 0.5, 0.1, 0.8, 0.2 }.Select(ConfidenceMap.FromProbability)]),
            new LabelMap(6, 1, [0, 0, 1, 255, 1, 0]));

        // Half of class 0 is 0.9 and one of the two at 0.5, of which half is right; half of class 1 is 0.8.
        SegmentationScores half = comparison.AtPortion(0.5);
        Assert.Equal(3.0 / 5, half.Coverage, 12);
        Assert.Equal(2.5 / 3, half.Accuracy, 12);
        Assert.Equal(((1.5 / 2) + (1 / 1.5)) / 2, half.Miou, 12);

        SegmentationScores same = comparison.AtCoverage(0.6);
        Assert.Equal(0.6, same.Coverage, 12);
        Assert.Equal(half.Accuracy, same.Accuracy, 12);
        Assert.Equal(1, comparison.AtCoverage(1).Coverage, 12);
        Assert.Equal(3.0 / 5, comparison.AtPortion(1).Accuracy, 12);
    }

    [Fact]
    public void Pixels_without_a_prediction_are_never_covered()
    {
        EqualCoverageComparison comparison = new(Two);
        comparison.Add(new LabelMap(2, 1, [0, 255]), new ConfidenceMap(2, 1, [65535, 0]), new LabelMap(2, 1, [0, 0]));

        Assert.Equal(0.5, comparison.AtCoverage(0.9).Coverage, 12);
        Assert.Equal(0.5, comparison.AtPortion(1).AccuracyStrict, 12);
    }

    [Fact]
    public void Faulty_arguments_are_refused()
    {
        EqualCoverageComparison comparison = new(Two);

        Assert.Throws<InvalidOperationException>(() => comparison.AtCoverage(0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => comparison.AtPortion(1.5));
        Assert.Throws<ArgumentException>(() => comparison.Add(new LabelMap(1, 1, [2]), new ConfidenceMap(1, 1), new LabelMap(1, 1, [0])));
        Assert.Throws<ArgumentException>(() => comparison.Add(new LabelMap(1, 1, [0]), new ConfidenceMap(2, 1), new LabelMap(1, 1, [0])));
    }

    [Fact]
    public void Many_classes_are_counted_in_fewer_steps()
    {
        EqualCoverageComparison comparison = new(ClassSet.Named("ade150"));
        comparison.Add(new LabelMap(2, 1, [149, 149]), new ConfidenceMap(2, 1, [65535, 65278]), new LabelMap(2, 1, [149, 0]));

        Assert.Equal(1, comparison.AtCoverage(0.5).Accuracy, 12);
    }

    [Fact]
    public void Camvid_at_equal_coverage_scores_what_its_description_says()
    {
        Dataset set = Dataset.Open(new DatasetOptions
        {
            Root = SharedData.Require("data/camvid"), Layout = DatasetLayout.CamVid, Split = "val", Classes = "camvid11", Predictions = SharedCamVid.Answers,
        });
        EqualCoverageComparison comparison = new(set.Classes);
        foreach (ImageEntry entry in set.Entries)
        {
            comparison.Add(LabelPng.Read(entry.PredictionPath!), ConfidencePng.Read(entry.ConfidencePath!), entry.ReadTruth());
        }

        // Origin: the data's README, thresholds on unrounded confidences. Sharing out the ties of 8 bits costs up to half a point.
        foreach ((double coverage, double accuracy, double miou, double strict) in new[]
        {
            (0.5, 0.8805, 0.6050, 0.3020), (0.7, 0.8140, 0.5126, 0.3600), (0.8, 0.7825, 0.4731, 0.3814), (0.9, 0.7514, 0.4375, 0.3966),
                (1.0, 0.7218, 0.4046, 0.4046),
        })
        {
            SegmentationScores scores = comparison.AtCoverage(coverage);
            TestContext.Current.TestOutputHelper?.WriteLine($"{coverage}: {scores.Coverage:F4} {scores.Accuracy:F4} {scores.Miou:F4} {scores.MiouStrict:F4}");
            Assert.Equal(coverage, scores.Coverage, 1e-9);
            Assert.Equal(accuracy, scores.Accuracy, 0.005);
            Assert.Equal(miou, scores.Miou, 0.006);
            Assert.Equal(strict, scores.MiouStrict, 0.004);
        }
    }
}
