namespace SeCo.Datasets;

/// <summary>Folders with one folder <c>*</c> in their path, which stands for each that is there.</summary>
internal static class StarredFolder
{
    private static readonly string Star = $"{Path.DirectorySeparatorChar}*{Path.DirectorySeparatorChar}";

    /// <summary>The folders that are there, each with what stands before the names of its files: the name that <c>*</c> stands for and a slash.</summary>
    public static IEnumerable<(string Before, string Folder)> Each(string pattern)
    {
        int at = Place(pattern);
        return at < 0 ? Directory.Exists(pattern) ? [(string.Empty, pattern)] : []
            : !Directory.Exists(pattern[..at]) ? []
            : Directory.EnumerateDirectories(pattern[..at]).Order(StringComparer.Ordinal)
                .Select(folder => (Path.GetFileName(folder) + "/", Path.Join(folder, pattern[(at + Star.Length)..])))
                .Where(found => Directory.Exists(found.Item2));
    }

    /// <summary>The file of a name that begins with what <c>*</c> stands for.</summary>
    public static string FileIn(string pattern, string name)
    {
        (int at, int slash) = (Place(pattern), name.IndexOf('/', StringComparison.Ordinal));
        return at < 0 || slash < 0 ? Path.Combine(pattern, name)
            : Path.Join(pattern.AsSpan(0, at), name.AsSpan(0, slash), pattern.AsSpan(at + Star.Length), name.AsSpan(slash + 1));
    }

    /// <summary>The path before <c>*</c>; the whole where there is none.</summary>
    public static string Start(string pattern) => Place(pattern) is >= 0 and int at ? pattern[..at] : pattern;

    // A folder that is really called so is no star.
    private static int Place(string pattern) =>
        Directory.Exists(pattern) ? -1 : pattern.Replace('/', Path.DirectorySeparatorChar).LastIndexOf(Star, StringComparison.Ordinal);
}
