namespace SeCo.Storage;

/// <summary>Whether a path can be a folder.</summary>
internal static class FolderPath
{
    /// <summary>What stands in the way of a folder at a path, for a message that begins with the path: the path itself or a part of it is a file.
    /// Null if nothing does.</summary>
    /// <param name="path">The folder, there or not.</param>
    /// <param name="purpose">What it would be for, as in "the run".</param>
    public static string? Fault(string path, string purpose)
    {
        if (File.Exists(path))
        {
            return $"is a file, expected a folder for {purpose}.";
        }

        for (string? parent = Path.GetDirectoryName(Path.GetFullPath(path)); parent is not null; parent = Path.GetDirectoryName(parent))
        {
            if (File.Exists(parent))
            {
                return $"cannot be a folder for {purpose}, as {parent} is a file.";
            }
        }

        return null;
    }
}
