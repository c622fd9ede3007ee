using SeCo.Pipeline.Planning;
using SeCo.Storage;
using Xunit;

namespace SeCo.Tests.Pipeline.Planning;

public sealed class StageClockTests
{
    [Fact]
    public void Steps_are_told_apart_and_their_items_counted()
    {
        using StageClock clock = new();
        clock.Report(new StageProgress("correct", "regions", 1, 3));
        clock.Report(new StageProgress("correct", "regions", 3, 3));
        clock.Report(new StageProgress("correct", "labels", 2, 3));
        (double wall, _) = clock.End();

        Assert.Equal([("regions", 3, 2), ("labels", 3, 0)], clock.Steps.Select(s => (s.Name, s.Total, s.Counted)));
        Assert.True(wall >= 0 && clock.Memory > 0);
    }

    // 5 s up to the first item, then 4 s and 2 s: an item takes 2 s, and 5 of the 11 s are paid once.
    [Fact]
    public void An_item_takes_what_the_later_ones_took_and_the_rest_is_paid_once()
    {
        TimedStep step = new("predict", "images") { Total = 3, Before = 1, First = (5, 6) };
        step.Add(4, 6, 1);
        step.Add(2, 4, 1);

        Assert.Equal((2, 4), step.Item);
        Assert.Equal((205, 404), step.For(100));
    }

    [Theory]
    [InlineData("correct", "regions", false, 300)]
    [InlineData("adapt", "train", true, 50)]
    [InlineData("adapt", "validation", true, 160)]
    [InlineData("predict", "images", true, 40)]
    [InlineData("report", "pictures", false, 24)]
    public void Items_of_the_run_follow_from_those_that_were_tried(string stage, string name, bool adapts, double expected)
    {
        PlanCounts counts = new(Images: 100, Tried: 2, Measured: 40, TriedMeasured: 2, Steps: 50, MeasuredEpochs: 4, Shown: 24);

        Assert.Equal(expected, counts.Of(new TimedStep(stage, name) { Total = stage == "correct" ? 6 : 2, Before = 1 }, adapts));
    }
}
