namespace SeCo.Storage;

/// <summary>Finds the image files below a folder.</summary>
internal static class ImageFolder
{
    private const int MaxDepth = 32;

    /// <summary>The endings of image files.</summary>
    public static readonly IReadOnlySet<string> Endings =
        new HashSet<string>(StringComparer.OrdinalIgnoreCase) { ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp" };

    /// <summary>The files below a folder, by name (path below the folder without ending), in ordinal order. Hidden files are left out.</summary>
    /// <param name="folder">The folder; it may itself be a link.</param>
    /// <param name="endings">The endings that count.</param>
    /// <param name="followLinks">Whether links may lead out of the folder.</param>
    /// <param name="faults">Takes links that lead out, names that two files share, and folders that may not be read.</param>
    public static List<(string Name, string Path)> Find(string folder, IReadOnlySet<string> endings, bool followLinks, List<string> faults)
    {
        Dictionary<string, string> found = new(StringComparer.Ordinal);
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
                bool isFolder = item is DirectoryInfo;
                if (item.Name.StartsWith('.') || (!isFolder && !endings.Contains(item.Extension)))
                {
                    continue;
                }

                if (item.LinkTarget is not null && !followLinks && !new RealPaths().IsInside(item.FullName, folder))
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
