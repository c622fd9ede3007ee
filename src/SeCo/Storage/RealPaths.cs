using System.IO.Enumeration;

namespace SeCo.Storage;

/// <summary>Resolves links, to tell whether a file really lies in the folder that it seems to lie in.</summary>
/// <remarks>Keeps what it found about folders; made for one pass over a dataset.</remarks>
internal sealed class RealPaths
{
    private const int MaxLinks = 40;

    private readonly Dictionary<string, string> _folders = new(StringComparer.Ordinal);

    /// <summary>True where the path, all links followed, lies in the folder, all links followed.</summary>
    public bool IsInside(string path, string folder) => IsBelow(Resolve(path), Resolve(folder));

    /// <summary>Refuses a folder that holds links out of it: runs make none, and the folder may come from somebody else.</summary>
    /// <param name="folder">The folder; it may itself be a link.</param>
    /// <param name="wayOut">How the user allows them, where that can be: ends the message.</param>
    /// <param name="kind">What the folder is, for the message.</param>
    /// <exception cref="DatasetException">It holds some: names them.</exception>
    public static void RequireInside(string folder, string wayOut = "", string kind = "run folder")
    {
        RealPaths real = new();
        FileSystemEnumerable<string> links = new(
            Path.GetFullPath(folder), (ref FileSystemEntry entry) => entry.ToFullPath(),
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };
        string[] outside = [.. links.Where(link => !real.IsInside(link, folder)).Order(StringComparer.Ordinal)];
        if (outside.Length > 0)
        {
            throw new DatasetException(
                $"{folder}: this {kind} holds {outside.Length} links out of it, which are not followed. Put the files there that they stand for{wayOut}.",
                [.. outside.Select(link => $"{link}: a link to {real.Resolve(link)}.")]);
        }
    }

    /// <summary>True where one full path lies in a folder by its text alone.</summary>
    public static bool IsBelow(string path, string folder)
    {
        string prefix = Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar;
        return path.StartsWith(prefix, StringComparison.Ordinal) || path == folder;
    }

    /// <summary>The path with every link in it followed.</summary>
    /// <exception cref="IOException">Links that lead in a circle.</exception>
    public string Resolve(string path) => Resolve(Path.GetFullPath(path), 0);

    private string Resolve(string path, int links)
    {
        if (links > MaxLinks)
        {
            throw new IOException($"{path}: more than {MaxLinks} links follow one another; they may lead in a circle.");
        }

        string? parent = Path.GetDirectoryName(path);
        if (parent is null)
        {
            return path;
        }

        if (!_folders.TryGetValue(parent, out string? realParent))
        {
            realParent = Resolve(parent, links);
            _folders[parent] = realParent;
        }

        string real = Path.Combine(realParent, Path.GetFileName(path));
        return new FileInfo(real).LinkTarget is { } target ? Resolve(Path.GetFullPath(target, realParent), links + 1) : real;
    }
}
