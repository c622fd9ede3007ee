using System.Text.Json.Nodes;
using SeCo.Cli.Tests.Fixtures;
using SeCo.Configuration;
using SeCo.RunFiles;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.Commands;

public sealed class SchemaCommandTests(SmallScenes scenes)
{
    [Fact]
    public async Task All_kinds_are_listed() => Assert.Equal(
        RunFileKinds.All.Select(k => k.Kind).Append(ConfigurationSchema.Kind),
        (await Seco.Run("schema")).Expect(ExitCode.Done).Output.TrimEnd().Split(Environment.NewLine).Select(line => line.Split(' ')[0]));

    [Fact]
    public async Task A_kind_is_printed_and_all_are_written()
    {
        using TempFolder temp = new();

        string printed = (await Seco.Run("schema", "manifest")).Expect(ExitCode.Done).Output;
        (await Seco.Run("schema", "--out", temp["schemas"])).Expect(ExitCode.Done);

        Assert.Equal(RunFileKinds.Manifest.SchemaText(), printed);
        Assert.Equal(printed, File.ReadAllText(temp["schemas/manifest.json"]));
        Assert.Equal(ConfigurationSchema.Text, File.ReadAllText(temp["schemas/config.json"]));
        Assert.Equal(RunFileKinds.All.Count + 1, Directory.GetFiles(temp["schemas"]).Length);
    }

    [Fact]
    public async Task An_unknown_kind_is_answered_with_the_known_ones() =>
        (await Seco.Run("schema", "manifst")).Expect(ExitCode.WrongUsage).Says("Did you mean 'manifest'?", "stage");

    [Fact]
    public void What_a_run_writes_fits_the_schemas()
    {
        Dictionary<string, int> seen = [];
        foreach (string path in Directory.GetFiles(scenes.Baseline, "*.json", SearchOption.AllDirectories))
        {
            if (JsonNode.Parse(File.ReadAllText(path)) is JsonObject content && (string?)content["format"] is string format)
            {
                RunFile kind = Assert.Single(RunFileKinds.All, k => $"seco.{k.Kind}/{k.Version}" == format);
                Assert.Empty(JsonSchemaCheck.Faults(kind.Schema(), content).Select(fault => $"{path}: {fault}"));
                seen[kind.Kind] = seen.GetValueOrDefault(kind.Kind) + 1;
            }
        }

        Assert.Equal(1, seen["manifest"]);
        Assert.Equal(3, seen["stage"]);
    }

    [Fact]
    public void What_does_not_fit_a_schema_is_found()
    {
        JsonNode wrong = JsonNode.Parse("""{"format": 3, "finished": true, "more": 1}""")!;

        Assert.Equal(
            ["$.format: is 3, expected string or null", "$.more: is not in the schema", "$.fingerprint: is missing"],
            JsonSchemaCheck.Faults(RunFileKinds.Stage.Schema(), wrong));
    }
}
