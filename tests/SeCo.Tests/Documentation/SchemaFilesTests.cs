using SeCo.Configuration;
using SeCo.RunFiles;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Documentation;

public sealed class SchemaFilesTests
{
    [Fact]
    public void The_schemas_in_the_documents_are_those_of_the_records()
    {
        string folder = Path.Combine(SharedData.RepositoryRoot, "docs", "schemas");
        Dictionary<string, string> expected = RunFileKinds.All.ToDictionary(k => k.Kind + ".json", k => k.SchemaText());
        expected.Add(ConfigurationSchema.Kind + ".json", ConfigurationSchemaWriter.Build());
        if (Environment.GetEnvironmentVariable("SECO_UPDATE_DOCS") == "1")
        {
            Directory.CreateDirectory(folder);
            foreach (string old in Directory.GetFiles(folder).Where(f => !expected.ContainsKey(Path.GetFileName(f))))
            {
                File.Delete(old);
            }

            foreach ((string name, string text) in expected)
            {
                File.WriteAllText(Path.Combine(folder, name), text);
            }
        }

        Dictionary<string, string> found = Directory.Exists(folder)
            ? Directory.GetFiles(folder).ToDictionary(f => Path.GetFileName(f)!, f => File.ReadAllText(f).ReplaceLineEndings("\n"))
            : [];
        string[] stale = [.. expected.Keys.Union(found.Keys).Where(name => expected.GetValueOrDefault(name) != found.GetValueOrDefault(name)).Order()];

        Assert.Equal(found[ConfigurationSchema.Kind + ".json"], ConfigurationSchema.Text); // the one in the library: build again after an update
        Assert.True(
            stale.Length == 0,
            $"docs/schemas is out of date ({string.Join(", ", stale)}): run the tests of SeCo.Tests with SECO_UPDATE_DOCS=1 and commit it.");
    }
}
