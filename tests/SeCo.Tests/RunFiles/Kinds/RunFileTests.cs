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

    [Theory]
    [InlineData("1e999")]
    [InlineData("-1e999")]
    [InlineData("\"NaN\"")]
    public void A_number_that_is_not_finite_is_refused_and_null_stands_for_none(string number)
    {
        System.Text.Json.JsonSerializerOptions options = new() { Converters = { new FiniteNumber() } };
        Assert.Contains(
            "finite number",
            Assert.Throws<System.Text.Json.JsonException>(() => System.Text.Json.JsonSerializer.Deserialize<double>(number, options)).Message,
            StringComparison.Ordinal);
        Assert.Equal(0.5, System.Text.Json.JsonSerializer.Deserialize<double>("0.5", options));
        Assert.True(double.IsNaN(System.Text.Json.JsonSerializer.Deserialize<double>("null", options)));
    }

    [Fact]
    public void Every_kind_has_a_name_of_its_own() => Assert.Equal(RunFileKinds.All.Count, RunFileKinds.All.Select(k => k.Kind).Distinct().Count());
}
