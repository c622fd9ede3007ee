using SeCo.Reports;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Reports;

public sealed class RunLogFileTests
{
    [Fact]
    public void A_stage_took_the_time_since_what_came_before_it_in_its_last_run()
    {
        using TempFolder temp = new();
        File.WriteAllLines(temp["run.log"],
        [
            "2026-03-01T10:00:00+00:00 started: run", "2026-03-01T10:00:05+00:00 pseudo-label: done", "2026-03-01T10:01:05+00:00 aggregate: done",
                "2026-03-01T10:01:06+00:00 finished: 3 images",
            "2026-03-01T12:00:00+00:00 started: run", "2026-03-01T12:00:01+00:00 pseudo-label: finished before, kept", "2026-03-01T12:02:01+00:00 "
                + "aggregate: done", "a line without a time",
            "2026-03-01T12:02:02+00:00 finished: 3 images",
        ]);
        RunLogFile log = RunLogFile.Read(temp["run.log"])!;
        Assert.Equal(
            [("pseudo-label", "2026-03-01 10:00:05 +00:00", TimeSpan.FromSeconds(5)), ("aggregate", "2026-03-01 12:02:01 +00:00", TimeSpan.FromMinutes(2))],
            log.Stages.Select(s => (s.Stage, s.Finished, s.Took!.Value)));
        Assert.Equal("2026-03-01 12:02:02 +00:00", log.Finished);
        Assert.Equal(9, log.Lines.Count);
        Assert.False(log.IsUnfinished);
        Assert.Null(RunLogFile.Read(temp["none.log"]));
    }

    [Theory]
    [InlineData(true, "started: run", "pseudo-label: done")]
    [InlineData(true, "started: run", "finished: 3 images", "started: run")]
    [InlineData(false, "started: run", "finished: 3 images", "started: adapt")]
    [InlineData(false, "started: pseudo-label", "pseudo-label: done")]
    public void A_run_that_began_and_has_not_said_that_it_finished_is_unfinished(bool expected, params string[] lines)
    {
        using TempFolder temp = new();
        File.WriteAllLines(temp["run.log"], lines.Select(l => $"2026-03-01T10:00:00+00:00 {l}"));
        RunLogFile log = RunLogFile.Read(temp["run.log"])!;
        Assert.Equal(expected, log.IsUnfinished);
        Assert.False(expected && log.Finished is not null);
    }
}
