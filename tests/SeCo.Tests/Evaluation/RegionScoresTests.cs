using SeCo.Evaluation;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.Labels;
using Xunit;

namespace SeCo.Tests.Evaluation;

public sealed class RegionScoresTests
{
    [Fact]
    public void A_hand_worked_example()
    {
        RegionScores scores = Scores(
        [
            Region(area: 10, category: 1, truth: 1, RegionVerdict.Clean, 0.1),
            Region(area: 30, category: 1, truth: 2, RegionVerdict.Clean, 0.3),
            Region(area: 5, category: 1, truth: 2, RegionVerdict.Corrected, 0.9, label: 2),
            Region(area: 15, category: 1, truth: 2, RegionVerdict.Corrected, 0.8, label: 3),
            Region(area: 20, category: 3, truth: 3, RegionVerdict.Rejected, 0.7),
            Region(area: 60, category: 3, truth: 0, RegionVerdict.Rejected, 0.6),
            Region(area: 99, category: 3, truth: 255, RegionVerdict.Rejected, 0.6),
            Region(area: 99, category: 3, truth: null, RegionVerdict.Rejected, 0.6),
        ]);

        Assert.Equal(new RegionGroupScores(6, 4, 140, 110), scores.All);
        Assert.Equal(0.5, scores.Clean.WrongShare);
        Assert.Equal(0.75, scores.Clean.WrongAreaShare);
        Assert.Equal(new RegionGroupScores(2, 1, 20, 15), scores.Corrected);
        Assert.Equal(new RegionGroupScores(2, 2, 20, 20), scores.CorrectedBefore);
        Assert.Equal(new RegionGroupScores(2, 1, 80, 60), scores.Rejected);
        Assert.Equal(new RegionGroupScores(4, 3, 100, 80), scores.Noisy);
        Assert.Equal(2, scores.Unjudged);

        // Wrong: 0.3 0.9 0.8 0.6; right: 0.1 0.7. Pairs in order: all four beat 0.1, two beat 0.7.
        Assert.Equal(6.0 / 8, scores.Auroc, 12);
        Assert.Equal(((110 * 10) + (20 * 20)) / (110.0 * 30), scores.AurocByArea, 12);
    }

    [Fact]
    public void Regions_without_verdicts_are_counted_and_nothing_else()
    {
        RegionScores scores = Scores([Region(area: 4, category: 0, truth: 0, RegionVerdict.Undecided, null)]);

        Assert.Equal(1, scores.All.Count);
        Assert.Equal(0, scores.Clean.Count + scores.Noisy.Count);
        Assert.True(double.IsNaN(scores.Auroc));
        Assert.True(double.IsNaN(scores.Clean.WrongShare));
    }

    private static RegionScores Scores(ConnectedRegion[] regions)
    {
        RegionCount count = new();
        count.Add(regions);
        return count.Scores();
    }

    private static ConnectedRegion Region(long area, int category, int? truth, RegionVerdict verdict, double? noise, int? label = null) => new(
        Id: 0,
        CategoryId: category,
        Area: area,
        Bounds: new Box(0, 0, 1, 1),
        Mask: RunLengthMask.FromMask(new BinaryMask(1, 1, [1])),
        TrueLabel: truth is { } id ? new RegionTruth(id, 100, id == category) : null,
        Outcome: new RegionOutcome { Verdict = verdict, NoiseProbability = noise, Label = label });
}
