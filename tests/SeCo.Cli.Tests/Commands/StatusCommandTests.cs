using System.Text.Json.Nodes;
using SeCo.Cli.Tests.Fixtures;
using Xunit;

namespace SeCo.Cli.Tests.Commands;

public sealed class StatusCommandTests(SmallScenes scenes)
{
    [Fact]
    public async Task Shares_that_are_done_and_that_failed_are_shown_with_the_error()
    {
        string folder = scenes.NewFolder();
        string[] call = scenes.Arguments("run", folder);
        (await Seco.Run([.. call, "--part", "statistics", "--shard", "1/2"])).Expect(ExitCode.Done);
        (await Seco.Run([.. call, "--part", "statistics", "--merge", "2"])).Expect(ExitCode.Failed);

        SecoResult shown = (await Seco.Run("status", folder)).Expect(ExitCode.Done);
        Assert.Contains("statistics", shown.Output, StringComparison.Ordinal);
        Assert.Contains("failed:  statistics merge-of-2 on ", shown.Output, StringComparison.Ordinal);
        Assert.Contains("Run this shard first", shown.Output, StringComparison.Ordinal);

        JsonNode part = JsonNode.Parse((await Seco.Run("status", folder, "--json")).Expect(ExitCode.Done).Output)![0]!;
        Assert.Equal(("statistics", false), ((string?)part["part"], (bool)part["finished"]!));
        Assert.Contains("2-of-2.statistics", (string?)part["failed"]![0]!["error"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_parts_says_what_makes_some()
    {
        (await Seco.Run("status", scenes.Baseline)).Expect(ExitCode.Failed).Says("no part of a run was begun here", "seco submit");
        (await Seco.Run("status", scenes.NewFolder())).Expect(ExitCode.Failed).Says("there is no such folder");
    }
}
