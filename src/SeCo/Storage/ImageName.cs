namespace SeCo.Storage;

/// <summary>Names of images and of their files as other programs, lists and received run folders write them: nothing in them is trusted.</summary>
internal static class ImageName
{
    private const int Longest = 1024;

    /// <summary>True for a path below a folder that stays there on every system: not empty, not absolute, without a drive and without <c>..</c>.</summary>
    public static bool StaysInside(string name)
    {
        string plain = name.Replace('\\', '/');
        return plain.Length is > 0 and <= Longest && !Path.IsPathRooted(plain) && !HasDrive(plain) && !plain.Contains('\0', StringComparison.Ordinal)
            && Array.TrueForAll(plain.Split('/'), part => part is not ("" or "." or ".."));
    }

    /// <summary>A name with <c>/</c> between folders, which stays below the folder that it is used in.</summary>
    /// <exception cref="DatasetException">It does not stay there.</exception>
    public static string Checked(string name, string file) => StaysInside(name)
        ? name.Replace('\\', '/')
        : throw new DatasetException($"{file}: the image name '{name}' is empty or leaves its folder, expected one like night/frame_07.");

    /// <summary>The name of a file of an image.</summary>
    public static string WithoutEnding(string file) => Path.ChangeExtension(file, null);

    /// <summary>A path as lists have it: relative to a folder, with <c>/</c> between folders.</summary>
    public static string Below(string folder, string path) => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>What is the same for all forms of a name: marked letters in one piece or in two, slashes that lean either way.</summary>
    public static string KeyOf(string name) => NormalForm.Of(name).Replace('\\', '/');

    // A colon is part of a name where times are written into it; after one letter it is a drive, and on Windows it never belongs to a name.
    private static bool HasDrive(string name) =>
        (name.Length > 1 && name[1] == ':' && char.IsAsciiLetter(name[0])) || (OperatingSystem.IsWindows() && name.Contains(':', StringComparison.Ordinal));
}
