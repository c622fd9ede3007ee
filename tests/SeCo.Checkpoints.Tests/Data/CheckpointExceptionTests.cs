using SeCo.Checkpoints;
using Xunit;

namespace SeCo.Checkpoints.Tests.Data;

public sealed class CheckpointExceptionTests
{
    [Fact]
    public void Reports_missing_unexpected_and_misshaped_names_together()
    {
        CheckpointException error = new("w.pth", ["a.weight"], ["b.bias", "c"], ["d: [3], expected [4]"]);
        Assert.Contains("w.pth", error.Message, StringComparison.Ordinal);
        Assert.Contains("1 missing: a.weight", error.Message, StringComparison.Ordinal);
        Assert.Contains("2 unexpected: b.bias, c", error.Message, StringComparison.Ordinal);
        Assert.Contains("1 of another shape: d: [3], expected [4]", error.Message, StringComparison.Ordinal);
        Assert.Equal(["b.bias", "c"], error.Unexpected);
    }

    [Fact]
    public void Keeps_silent_about_kinds_that_did_not_occur_and_shortens_long_lists()
    {
        CheckpointException error = new("w.pth", [.. Enumerable.Range(0, 50).Select(i => $"n{i}")], [], []);
        Assert.Contains("50 missing", error.Message, StringComparison.Ordinal);
        Assert.Contains("and 30 more", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected", error.Message, StringComparison.Ordinal);
        Assert.Equal(50, error.Missing.Count);
    }
}
