using SeCo.Configuration;
using SeCo.Datasets;
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

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_shown_configuration_finds_its_images_truth_and_answers_in_folders_of_their_layouts(string file)
    {
        using TempFolder folder = new();
        RunOptions options = OptionsBinder.Load<RunOptions>(Path.Combine(SharedData.RepositoryRoot, "configs", file), []);
        DatasetOptions dataset = Place(options.Dataset, "dataset");

        Dataset found = Dataset.Open(dataset);

        Assert.Equal(options.Dataset.Include.Count > 0 ? 2 : 4, found.Entries.Count);
        Assert.All(found.Entries, e => Assert.NotNull(e.TruthPath));
        foreach ((DatasetOptions? section, string name) in new[] { (options.Source, "source"), (options.Validation, "validation") })
        {
            if (section is not null)
            {
                Dataset other = Dataset.Open(Place(section, name));
                Assert.NotEmpty(other.Entries);
                Assert.All(other.Entries, e => Assert.NotNull(e.TruthPath));
                Assert.Equal(found.Classes.Name, other.Classes.Name);
                if (section.Root == options.Dataset.Root && section.Split == options.Dataset.Split)
                {
                    // Nothing is measured on what was learnt from.
                    Assert.Empty(other.Entries.Select(e => e.Name).Intersect(found.Entries.Select(e => e.Name)));
                }
            }
        }

        DatasetOptions Place(DatasetOptions given, string name)
        {
            foreach (string path in DatasetLayouts.Files(given))
            {
                string full = folder[$"{name}/{path}"];
                Directory.CreateDirectory(Path.GetDirectoryName(full)!);
                File.WriteAllBytes(full, []);
            }

            return given with { Root = folder[name] };
        }
    }
}
