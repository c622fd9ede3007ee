using Xunit;

namespace SeCo.Testing;

/// <summary>Finds the reference data that lies beside the project (<c>../shared</c>, or the folder named by <c>SECO_SHARED</c>).</summary>
/// <remarks>The data is never part of the project: a test that needs it is skipped, with the reason, where it is missing.</remarks>
public static class SharedData
{
    private static readonly string? Root = FindRoot();

    /// <summary>The full path of a file or folder of the shared data; skips the running test where it is missing.</summary>
    public static string Require(string relativePath)
    {
        string? path = TryFind(relativePath);
        Assert.SkipUnless(path is not null, $"needs ../shared/{relativePath} beside the project (or SECO_SHARED); not found");
        return path!;
    }

    /// <summary>The full path, or null where the shared data is missing.</summary>
    public static string? TryFind(string relativePath)
    {
        string? path = Root is null ? null : Path.Combine(Root, relativePath);
        return path is not null && (File.Exists(path) || Directory.Exists(path)) ? path : null;
    }

    /// <summary>The root of the repository: the nearest folder upward that holds <c>SeCo.slnx</c>.</summary>
    public static string RepositoryRoot { get; } = FindRepository();

    private static string? FindRoot()
    {
        string root = Environment.GetEnvironmentVariable("SECO_SHARED") is { Length: > 0 } given ? given : Path.Combine(FindRepository(), "..", "shared");
        return Directory.Exists(root) ? Path.GetFullPath(root) : null;
    }

    private static string FindRepository()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SeCo.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests run outside the repository: no SeCo.slnx in any folder above the test program.");
    }
}
