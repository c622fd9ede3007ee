using System.Text;

namespace SeCo;

/// <summary>Writes files that are either whole or absent: under a temporary name in the same folder, then moved.</summary>
/// <remarks>The one source is compiled into each library that writes files (see their project files), as a part of none's public interface: they have no
/// common library below them.</remarks>
internal static class AtomicFile
{
    /// <summary>The ending of unfinished files; a leftover of a killed run may be deleted at any time.</summary>
    public const string TemporaryExtension = ".partial";

    private static readonly System.Buffers.SearchValues<char> Random = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");

    /// <summary>Writes a file through a stream. Folders are created as needed; an older file is replaced.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string temporary = TemporaryName(path);
        try
        {
            using (FileStream stream = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    public static void WriteAllBytes(string path, ReadOnlyMemory<byte> bytes) => Write(path, stream => stream.Write(bytes.Span));

    /// <summary>Writes text as UTF-8 without a byte-order mark.</summary>
    public static void WriteAllText(string path, string text) => WriteAllBytes(path, Encoding.UTF8.GetBytes(text));

    /// <summary>The name under which something is written before it is moved to its place.</summary>
    /// <remarks>It is no longer than file systems allow, where the name itself is not.</remarks>
    public static string TemporaryName(string path)
    {
        const int LongestName = 255; // in bytes
        string ending = $".{Path.GetRandomFileName()}{TemporaryExtension}";
        ReadOnlySpan<char> name = Path.GetFileName(path.AsSpan());
        int kept = name.Length;
        while (kept > 1 && Encoding.UTF8.GetByteCount(name[..kept]) + ending.Length > LongestName)
        {
            kept -= char.IsLowSurrogate(name[kept - 1]) ? 2 : 1;
        }

        return path[..^(name.Length - kept)] + ending;
    }

    /// <summary>True for the names that <see cref="TemporaryName"/> gives, and for no name that a person would choose.</summary>
    public static bool IsTemporary(string path)
    {
        ReadOnlySpan<char> name = Path.GetFileName(path.AsSpan());
        if (!name.EndsWith(TemporaryExtension, StringComparison.Ordinal))
        {
            return false;
        }

        // GetRandomFileName: eight letters and digits, a dot, three more.
        name = name[..^TemporaryExtension.Length];
        return name.Length > 13 && name[^13] == '.' && name[^4] == '.'
            && !name[^12..^4].ContainsAnyExcept(Random) && !name[^3..].ContainsAnyExcept(Random);
    }
}
