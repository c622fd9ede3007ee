using SeCo.Configuration;
using SeCo.Labels;
using SeCo.Pipeline;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Documentation;

public sealed class ConfigurationReferenceTests
{
    public static TheoryData<string> Examples { get; } =
        new(Directory.GetFiles(Path.Combine(SharedData.RepositoryRoot, "configs"), "*.yaml").Select(p => Path.GetFileName(p)!).Order(StringComparer.Ordinal));

    [Fact]
    public void The_reference_of_all_keys_matches_the_option_records()
    {
        string path = Path.Combine(SharedData.RepositoryRoot, "docs", "configuration.md");
        string expected = ConfigurationReference.Build();
        if (Environment.GetEnvironmentVariable("SECO_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, expected);
        }

        string found = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : string.Empty;

        Assert.True(found == expected, "docs/configuration.md is out of date: run the tests of SeCo.Tests with SECO_UPDATE_DOCS=1 and commit it.");
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_shown_configuration_loads_and_its_values_are_in_range(string file)
    {
        RunOptions options = OptionsBinder.Load<RunOptions>(Path.Combine(SharedData.RepositoryRoot, "configs", file), []);

        options.Validate();

        Assert.NotEmpty(ClassSet.Resolve(options.Dataset.Classes).Classes);
    }
}
