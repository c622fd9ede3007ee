using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.Labels;
using SeCo.Reports;
using SeCo.RunFiles;
using Xunit;

namespace SeCo.Tests.Reports;

public sealed class RegionCensusTests
{
    [Fact]
    public void Keeps_the_most_doubtful_of_each_class_and_verdict_whatever_comes_first()
    {
        ConnectedRegion[] regions =
        [
            Region(0, 1, RegionVerdict.Rejected, 0.7), Region(1, 1, RegionVerdict.Rejected, 0.9), Region(2, 1, RegionVerdict.Clean, 0.1),
                Region(3, 1, RegionVerdict.Rejected, 0.8), Region(4, 0, RegionVerdict.Rejected, 0.95),
        ];
        foreach (ConnectedRegion[] order in new[] { regions, [.. regions.Reverse()] })
        {
            RegionCensus census = new(2, 2);
            census.Add(0, order);
            Assert.Equal([1, 3], census.Worst(1, 2).Select(r => r.Id));
            Assert.Equal([2], census.Worst(1, 0).Select(r => r.Id));
            Assert.Equal([4], census.Worst(0, 2).Select(r => r.Id));
            Assert.Equal((3, 5), (census.Number(1, 2), census.Judged));
        }
    }

    [Fact]
    public void Regions_too_small_to_see_come_last_and_those_not_judged_not_at_all()
    {
        RegionCensus census = new(1, 5);
        ConnectedRegion unjudged = Region(2, 0, RegionVerdict.Rejected, 0.5);
        census.Add(0, [Region(0, 0, RegionVerdict.Rejected, 0.99, pixels: 1), Region(1, 0, RegionVerdict.Rejected, 0.7),
            unjudged with { Outcome = new RegionOutcome { Verdict = RegionVerdict.Rejected } }]);
        Assert.Equal([1, 0], census.Worst(0, 2).Select(r => r.Id));
        Assert.Equal((1, 2), (census.Unjudged, census.Judged));
    }

    [Fact]
    public void The_histogram_holds_every_region_and_what_lies_beyond_in_its_last_bin()
    {
        RegionCensus census = new(1, 1);
        census.Add(0, [Region(0, 0, RegionVerdict.Clean, 0.1, loss: 0.05), Region(1, 0, RegionVerdict.Clean, 0.1, loss: 0.95),
            Region(2, 0, RegionVerdict.Rejected, 0.9, loss: 30)]);
        ScoreHistogram histogram = census.Histogram("loss", null, 0, 1, 10);
        Assert.Equal([1, 0, 0, 0, 0, 0, 0, 0, 0, 1], histogram.Counts[0]);
        Assert.Equal(1, histogram.Counts[2][9]);
        Assert.Equal(3, histogram.Total);
    }

    [Fact]
    public void The_threshold_lies_where_the_noisy_gaussian_takes_over()
    {
        NoiseMixtureRecord mixture = new() { High = 1, Components = [new(0.5, 0.2, 0.01), new(0.5, 0.8, 0.01)] };
        Assert.Equal(0.5, mixture.Reaches(0.5)!.Value, 2);
        Assert.True(mixture.Reaches(0.9) > mixture.Reaches(0.5));
        Assert.Null(new NoiseMixtureRecord().Reaches(0.5));
    }

    private static ConnectedRegion Region(int id, int category, RegionVerdict verdict, double noise, int pixels = 50, double loss = 1)
    {
        BinaryMask mask = new(100, 100, [.. Enumerable.Range(0, 10_000).Select(i => i < pixels ? (byte)1 : (byte)0)]);
        return ConnectedRegion.FromMask(id, category, RunLengthMask.FromMask(mask)) with { Outcome = new RegionOutcome { Loss = loss,
            NoiseProbability = noise, Verdict = verdict, Score = 0.5, PredictedId = 0 } };
    }
}
