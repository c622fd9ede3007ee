using SeCo.Datasets;

namespace SeCo.Exchange;

/// <summary>Names of images as other programs write them: nothing in them is trusted.</summary>
internal static class ExchangeNames
{
    /// <summary>A name with <c>/</c> between folders, which stays below the folder that it is used in.</summary>
    /// <exception cref="DatasetException">It is empty, absolute, or leaves its folder.</exception>
    public static string Checked(string name, string file)
    {
        string plain = name.Replace('\\', '/');
        bool isSafe = plain.Length is > 0 and <= 1024 && !Path.IsPathRooted(plain) && !HasDrive(plain) && !plain.Contains('\0', StringComparison.Ordinal)
            && Array.TrueForAll(plain.Split('/'), part => part is not ("" or "." or ".."));
        return isSafe
            ? plain
            : throw new DatasetException($"{file}: the image name '{name}' is empty or leaves its folder, expected one like night/frame_07.");
    }

    /// <summary>The name of a file of an image.</summary>
    public static string WithoutEnding(string file) => Path.ChangeExtension(file, null);

    /// <summary>The known name that a found one means: the same, or the only one that ends in it or that it ends in, folder by folder.</summary>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="DatasetException">Several fit.</exception>
    public static string? Find(string name, IReadOnlyCollection<string> known, string file)
    {
        if (known.Contains(name))
        {
            return name;
        }

        string[] fitting = [.. known.Where(k => k.EndsWith("/" + name, StringComparison.Ordinal) || name.EndsWith("/" + k, StringComparison.Ordinal)).Take(2)];
        return fitting.Length <= 1 ? fitting.FirstOrDefault()
            : throw new DatasetException($"{file}: the image '{name}' may be '{fitting[0]}' or '{fitting[1]}'. Keep the folders in the names of images.");
    }

    // A colon is part of a name where times are written into it; after one letter it is a drive, and on Windows it never belongs to a name.
    private static bool HasDrive(string name) =>
        (name.Length > 1 && name[1] == ':' && char.IsAsciiLetter(name[0])) || (OperatingSystem.IsWindows() && name.Contains(':', StringComparison.Ordinal));
}
