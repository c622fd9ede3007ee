using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Documentation;

/// <summary>The build says the same of code.</summary>
public sealed class LineLengthTests
{
    private const int Columns = 160;

    public static TheoryData<string> Documents { get; } =
    [
        "README.md", "CHANGELOG.md", "CONTRIBUTING.md",
        .. Directory.GetFiles(Path.Combine(SharedData.RepositoryRoot, "docs"), "*.md", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(SharedData.RepositoryRoot, f)).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Lines_of_documents_end_before_column_160(string file) => Assert.Empty(
        File.ReadLines(Path.Combine(SharedData.RepositoryRoot, file))
            .Select((line, i) => (Number: i + 1, line.Length))
            .Where(line => line.Length >= Columns)
            .Select(line => $"{file}({line.Number}) has {line.Length} columns: break it, or make a wide table a list."));
}
