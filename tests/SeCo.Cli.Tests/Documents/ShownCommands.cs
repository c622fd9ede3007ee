using SeCo.Testing;

namespace SeCo.Cli.Tests.Documents;

/// <summary>A piece of shell that a document shows: a fenced block, or indented lines.</summary>
/// <param name="Document">The document, below the repository.</param>
/// <param name="Line">Its first line there, from 1.</param>
/// <param name="Script">The text, as it would be pasted into a shell.</param>
internal sealed record ShownCommands(string Document, int Line, string Script)
{
    private static readonly string[] Indented = ["    seco ", "    dotnet "];

    /// <summary>The documents of the repository, the README first.</summary>
    public static IReadOnlyList<string> Documents { get; } =
    [
        "README.md",
        .. new[] { "CONTRIBUTING.md", "samples/README.md", "src/SeCo.Cli/README.md" },
        .. Directory.EnumerateFiles(Path.Combine(SharedData.RepositoryRoot, "docs"), "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(SharedData.RepositoryRoot, path).Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];

    /// <summary>All that a document shows, in its order.</summary>
    public static IReadOnlyList<ShownCommands> Of(string document)
    {
        string[] lines = File.ReadAllLines(Path.Combine(SharedData.RepositoryRoot, document));
        List<ShownCommands> found = [];
        for (int i = 0; i < lines.Length; i++)
        {
            int first = i;
            if (lines[i] is "```bash" or "```sh" or "```console")
            {
                int end = Array.FindIndex(lines, i + 1, l => l == "```");
                found.Add(new ShownCommands(document, first + 1, string.Join('\n', lines[(i + 1)..end]) + "\n"));
                i = end;
            }
            else if (lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                int end = Array.FindIndex(lines, i + 1, l => l == "```");
                if (lines[i..end].Any(l => l.StartsWith("seco ", StringComparison.Ordinal)))
                {
                    throw new InvalidOperationException($"{document}, line {first + 1}: commands in a block that is not marked ```bash.");
                }

                i = end;
            }
            else if (Indented.Any(start => lines[i].StartsWith(start, StringComparison.Ordinal)))
            {
                while (i < lines.Length && lines[i].StartsWith("    ", StringComparison.Ordinal))
                {
                    i++;
                }

                found.Add(new ShownCommands(document, first + 1, string.Join('\n', lines[first..i].Select(l => l[4..])) + "\n"));
            }
        }

        return found;
    }

    public override string ToString() => $"{Document}, line {Line}";
}
