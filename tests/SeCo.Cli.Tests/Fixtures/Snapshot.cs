using System.Security.Cryptography;

namespace SeCo.Cli.Tests.Fixtures;

/// <summary>The content of a folder, to compare with another: relative path and hash of every file.</summary>
internal sealed class Snapshot
{
    private readonly SortedDictionary<string, string> _files = new(StringComparer.Ordinal);

    private Snapshot()
    {
    }

    /// <summary>What a run folder holds but the log, the report and the cache, the only files that hold times.</summary>
    public static Snapshot OfRun(string folder) =>
        Of(folder, name => Path.GetFileName(name) is not ("run.log" or "report.html") && !name.StartsWith(".cache/", StringComparison.Ordinal));

    /// <summary>What a folder holds.</summary>
    public static Snapshot Of(string folder, Func<string, bool>? include = null)
    {
        Snapshot snapshot = new();
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(folder, path).Replace('\\', '/');
            if (include is null || include(name))
            {
                snapshot._files[name] = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));
            }
        }

        return snapshot;
    }

    /// <summary>The names of the files.</summary>
    public IReadOnlyCollection<string> Names => _files.Keys;

    /// <summary>The files that only one of the two holds, and those that differ.</summary>
    public IReadOnlyList<string> DifferencesFrom(Snapshot other) =>
    [
        .. _files.Keys.Union(other._files.Keys).Order(StringComparer.Ordinal).Where(
            name => _files.GetValueOrDefault(name) != other._files.GetValueOrDefault(name)),
    ];
}
