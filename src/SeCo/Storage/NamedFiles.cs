using System.Collections.Concurrent;

namespace SeCo.Storage;

/// <summary>Finds files whose names were written on another system: with marked letters in another form, or with the ending in capitals.</summary>
/// <remarks>Keeps the names in the folders that it had to search; made for one pass over files. Safe for several threads.</remarks>
internal sealed class NamedFiles
{
    private readonly ConcurrentDictionary<string, ILookup<string, string>> _folders = new(StringComparer.Ordinal);

    /// <summary>The file or folder of a path: itself, else the one that only the form of its name tells from it.</summary>
    /// <returns>Null where there is none, or several.</returns>
    public string? Find(string path)
    {
        if (Path.Exists(path))
        {
            return path;
        }

        if (Path.GetDirectoryName(path) is not { } parent || Find(parent) is not { } folder || !Directory.Exists(folder))
        {
            return null;
        }

        ILookup<string, string> names = _folders.GetOrAdd(
            folder, f => Directory.EnumerateFileSystemEntries(f).ToLookup(entry => KeyOf(Path.GetFileName(entry)), StringComparer.Ordinal));
        string[] same = [.. names[KeyOf(Path.GetFileName(path))].Take(2)];
        return same.Length == 1 ? same[0] : null;
    }

    /// <summary>The file of a path; the path itself where there is none.</summary>
    public string FileOf(string path) => Find(path) is { } found && File.Exists(found) ? found : path;

    private static string KeyOf(string name) => NormalForm.Of(Path.GetFileNameWithoutExtension(name)) + Path.GetExtension(name).ToLowerInvariant();
}
