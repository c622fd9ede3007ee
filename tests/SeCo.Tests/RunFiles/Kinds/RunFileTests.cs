using System.Text.Json.Nodes;
using SeCo.RunFiles;
using Xunit;

namespace SeCo.Tests.RunFiles;

public sealed class RunFileTests
{
    [Fact]
    public void A_schema_says_what_the_file_is_and_what_must_be_there()
    {
        JsonNode schema = RunFileKinds.Stage.Schema();

        Assert.Equal("seco.stage, version 1", (string?)schema["title"]);
        Assert.Equal(RunFileKinds.Stage.About, (string?)schema["description"]);
        Assert.Equal(["fingerprint", "finished"], schema["required"]!.AsArray().Select(n => (string)n!));
        Assert.Equal("boolean", (string?)schema["properties"]!["finished"]!["type"]);
    }

    [Fact]
    public void Every_kind_has_a_name_of_its_own() => Assert.Equal(RunFileKinds.All.Count, RunFileKinds.All.Select(k => k.Kind).Distinct().Count());
}
