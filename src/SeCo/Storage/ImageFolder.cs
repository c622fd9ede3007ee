namespace SeCo.Storage;

/// <summary>Finds the image files below a folder.</summary>
internal static class ImageFolder
{
    private const int MaxDepth = 32;

    /// <summary>The endings of image files.</summary>
    public static readonly IReadOnlySet<string> Endings =
        new HashSet<string>(StringComparer.OrdinalIgnoreCase) { ".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".tif", ".tiff", ".webp" };

    /// <summary>Which names would be one file: also those that differ in capitals alone, where file systems do not tell them apart.</summary>
    public static readonly StringComparer SameName =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>True for a part of a path that Macs put beside files when they pack them.</summary>
    public static bool IsOfMac(string part) => part == "__MACOSX" || part.StartsWith("._", StringComparison.Ordinal);

    /// <summary>The kinds of files that were left out, by their endings, with their numbers.</summary>
    public static IEnumerable<(string Kind, int Files)> KindsOf(IEnumerable<string> leftOut) => leftOut
        .GroupBy(name => Path.GetExtension(name).ToLowerInvariant(), StringComparer.Ordinal).OrderBy(kind => kind.Key, StringComparer.Ordinal)
        .Select(kind => ($"{(kind.Key.Length > 0 ? kind.Key : "(no ending)")}, as {kind.First()}", kind.Count()));

    /// <summary>Says which files were left out; nothing where there are none.</summary>
    public static IEnumerable<string> Describe(string folder, IReadOnlySet<string> endings, IReadOnlyCollection<string> leftOut) => leftOut.Count == 0 ? [] :
    [
        $"{folder}: {leftOut.Count} files are left out, as they do not end in {string.Join(", ", endings.Order(StringComparer.Ordinal))}: "
            + $"{string.Join("; ", KindsOf(leftOut).Select(k => $"{k.Files} in {k.Kind}"))}. Convert them where they should count.",
    ];

    /// <summary>The files below a folder, by name (path below the folder without ending), in ordinal order. Hidden files are left out. The folder may itself
    /// be a link. Faults are links that lead out, names that two files share or that lists cannot hold, and folders that may not be read; left out are the
    /// paths of files with other endings, below the folder.</summary>
    public static List<(string Name, string Path)> Find(
        string folder, IReadOnlySet<string> endings, bool followLinks, List<string> faults, List<string>? leftOut = null)
    {
        Dictionary<string, string> found = new(SameName);
        Visit(new DirectoryInfo(folder), string.Empty, 0);
        return [.. found.Select(pair => (pair.Key, pair.Value)).OrderBy(pair => pair.Key, StringComparer.Ordinal)];

        void Visit(DirectoryInfo current, string prefix, int depth)
        {
            if (depth > MaxDepth)
            {
                faults.Add($"{current.FullName}: more than {MaxDepth} folders deep; a link may lead in a circle.");
                return;
            }

            foreach (FileSystemInfo item in List(current))
            {
                if (item.Name.StartsWith('.') || IsOfMac(item.Name))
                {
                    continue;
                }

                if (item is FileInfo && !endings.Contains(item.Extension))
                {
                    leftOut?.Add(prefix + item.Name);
                }
                else if (item.Name.AsSpan().ContainsAny('\n', '\r'))
                {
                    faults.Add($"{item.FullName}: its name has a line break, which lists of files cannot hold. Rename it.");
                }
                else if (item.LinkTarget is not null && !followLinks && !new RealPaths().IsInside(item.FullName, folder))
                {
                    faults.Add($"{item.FullName}: a link that leads out of {folder}. Allow it with follow_links, or copy the files.");
                }
                else if (item is DirectoryInfo inner)
                {
                    Visit(inner, prefix + item.Name + "/", depth + 1);
                }
                else
                {
                    string name = prefix + Path.GetFileNameWithoutExtension(item.Name);
                    if (!found.TryAdd(name, item.FullName))
                    {
                        faults.Add($"{item.FullName}: has the same name without ending as {found[name]}; outputs are named like this, so it must be unique.");
                    }
                }
            }
        }

        IEnumerable<FileSystemInfo> List(DirectoryInfo current)
        {
            try
            {
                return [.. current.EnumerateFileSystemInfos().OrderBy(i => i.Name, StringComparer.Ordinal)];
            }
            catch (UnauthorizedAccessException closed)
            {
                faults.Add(closed.Message);
                return [];
            }
        }
    }
}
