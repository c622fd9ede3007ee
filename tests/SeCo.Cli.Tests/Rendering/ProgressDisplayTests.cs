using SeCo.Cli.Rendering;
using SeCo.Storage;
using Xunit;

namespace SeCo.Cli.Tests.Rendering;

public sealed class ProgressDisplayTests
{
    [Theory]
    [InlineData(0, 10, 0, 5.0, "aggregate: images 0/10")]
    [InlineData(4, 10, 4, 0.4, "aggregate: images 4/10")]
    [InlineData(4, 10, 4, 2.0, "aggregate: images 4/10, 2.0/s, 3.0 s left")]
    [InlineData(8, 10, 2, 2.0, "aggregate: images 8/10, 1.0/s, 2.0 s left")]
    [InlineData(10, 10, 10, 75.0, "aggregate: images 10/10, 0.1/s, in 1 min 15 s")]
    public void Describes_rate_and_time_left_by_what_was_done_here(long done, long total, long doneHere, double seconds, string expected) =>
        Assert.Equal(expected, ProgressDisplay.Describe(new StageProgress("aggregate", "images", done, total), TimeSpan.FromSeconds(seconds), doneHere));

    [Theory]
    [InlineData(0.04, "0.0 s")]
    [InlineData(59.9, "59.9 s")]
    [InlineData(60, "1 min 00 s")]
    [InlineData(3599, "59 min 59 s")]
    [InlineData(3600, "1 h 00 min")]
    [InlineData(180000, "50 h 00 min")]
    public void Writes_durations_for_people(double seconds, string expected) =>
        Assert.Equal(expected, ProgressDisplay.Duration(seconds));

    [Fact]
    public void Writes_the_first_and_the_last_of_a_step_as_plain_lines_elsewhere_than_on_a_terminal()
    {
        StringWriter output = new();
        ProgressDisplay display = new(output, terminal: false, quiet: false);
        Report(display, "images", 1, 2, 3, 4);
        display.Clear();
        Report(display, "labels", 4);
        Assert.Equal(["run: images 1/4", "run: images 4/4", "run: labels 4/4"], Lines(output));
    }

    [Fact]
    public void Forgets_reports_that_come_late_or_twice()
    {
        StringWriter output = new();
        ProgressDisplay display = new(output, terminal: false, quiet: false);
        Report(display, "images", 1, 4, 3, 2, 4);
        Assert.Equal(["run: images 1/4", "run: images 4/4"], Lines(output));
    }

    [Fact]
    public void Rewrites_one_line_on_a_terminal_and_clears_it_for_others()
    {
        StringWriter output = new();
        ProgressDisplay display = new(output, terminal: true, quiet: false);
        Report(display, "images", 1);
        Assert.Equal("\rrun: images 1/4", output.ToString());
        display.Clear();
        Assert.Equal("\rrun: images 1/4\r               \r", output.ToString());
        display.Clear();
        Report(display, "images", 4);
        Assert.EndsWith("\rrun: images 4/4" + Environment.NewLine, output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Says_nothing_when_quiet()
    {
        StringWriter output = new();
        ProgressDisplay display = new(output, terminal: true, quiet: true);
        Report(display, "images", 1, 4);
        display.Clear();
        Assert.Empty(output.ToString());
    }

    private static void Report(ProgressDisplay display, string step, params long[] done)
    {
        foreach (long count in done)
        {
            display.Report(new StageProgress("run", step, count, 4));
        }
    }

    private static string[] Lines(StringWriter output) => output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
}
