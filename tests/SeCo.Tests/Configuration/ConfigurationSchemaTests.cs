using System.Globalization;
using System.Text.Json.Nodes;
using SeCo.Configuration;
using SeCo.Pipeline;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Configuration;

public sealed class ConfigurationSchemaTests
{
    private static readonly JsonNode Schema = JsonNode.Parse(ConfigurationSchema.Text)!;

    public static TheoryData<string> Examples { get; } =
        new(Directory.GetFiles(Path.Combine(SharedData.RepositoryRoot, "configs"), "*.yaml").Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_shown_configuration_fits_the_schema(string file) =>
        Assert.Empty(JsonSchemaCheck.Faults(Schema, Json(YamlReader.ReadFile(file))));

    [Fact]
    public void All_defaults_fit_the_schema_and_what_is_wrong_does_not()
    {
        Assert.Empty(JsonSchemaCheck.Faults(Schema, Json(YamlReader.Read(OptionsWriter.ToYaml(new RunOptions()), "defaults"))));
        Assert.Equal(
            ["$.correction.foldz: is not in the schema", "$.correction.folds: is \"many\", expected integer"],
            JsonSchemaCheck.Faults(Schema, Json(YamlReader.Read("correction: {foldz: 2, folds: many}", "test"))));
    }

    [Theory]
    [InlineData("see", "seed=")]
    [InlineData("correction.noise.", "correction.noise.rule=")]
    [InlineData("valid", "validation.")]
    [InlineData("pixel_labels.policy=al", "pixel_labels.policy=all")]
    [InlineData("aggregation.segmenter=s", "aggregation.segmenter=sam")]
    public void Keys_and_values_are_completed(string begun, string expected)
    {
        IReadOnlyList<string> found = ConfigurationSchema.Complete(begun);

        Assert.Contains(expected, found);
        Assert.All(found, text => Assert.StartsWith(begun, text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nothing.at=")]
    [InlineData("seed.more")]
    [InlineData("seed=")]
    public void Where_nothing_is_known_nothing_is_offered(string begun) => Assert.Empty(ConfigurationSchema.Complete(begun));

    // As editors read YAML: what looks like a number is one.
    private static JsonNode? Json(ConfigurationNode node) => node switch
    {
        MappingNode mapping => new JsonObject(mapping.Values.Select(pair => KeyValuePair.Create(pair.Key, Json(pair.Value)))),
        ListNode list => new JsonArray([.. list.Items.Select(Json)]),
        ScalarNode { Value: null } => null,
        ScalarNode { Value: "true" or "false" } flag => flag.Value == "true",
        ScalarNode { Value: string text } => long.TryParse(text, CultureInfo.InvariantCulture, out long whole) ? whole
            : double.TryParse(text, CultureInfo.InvariantCulture, out double number) ? number : text,
        _ => throw new InvalidOperationException(),
    };
}
