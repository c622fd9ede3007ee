using SeCo.Cli.Tests.Fixtures;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.Commands;

public sealed class DemoCommandTests
{
    [Fact]
    public async Task Runs_without_any_data_and_shows_what_each_stage_is_worth()
    {
        using TempFolder temp = new();
        SecoResult result = (await Demo(temp, "--images", "4")).Expect(ExitCode.Done);
        Assert.Contains("pixel labels", result.Output, StringComparison.Ordinal);
        Assert.Contains("PSA + SCC", result.Output, StringComparison.Ordinal);
        Assert.Contains("AUROC", result.Output, StringComparison.Ordinal);
        Assert.Equal(4, File.ReadAllLines(Path.Combine(temp["demo"], "labels.txt")).Length);

        // Fewer scenes in the same folder: those of the first call do not come along.
        (await Demo(temp, "--images", "2")).Expect(ExitCode.Done);
        Assert.Equal(2, File.ReadAllLines(Path.Combine(temp["demo"], "labels.txt")).Length);
        Assert.Equal(2, Directory.EnumerateFiles(Path.Combine(temp["demo"], "labels")).Count());
    }

    [Fact]
    public async Task Refuses_no_scenes()
    {
        using TempFolder temp = new();
        (await Demo(temp, "--images", "0")).Expect(ExitCode.Failed).Says("count: found 0, expected at least 1");
    }

    private static Task<SecoResult> Demo(TempFolder temp, params string[] more) =>
        Seco.Run(["demo", "--out", temp["demo"], "--set", "threads=1", "--set", "correction.folds=2", .. more]);
}
