using System.IO.Hashing;

namespace SeCo.Storage;

/// <summary>Hashes what decides an output: option texts, file contents, other fingerprints. 128-bit XXH3, not for security.</summary>
public sealed class Fingerprint
{
    private readonly XxHash128 _hash = new();

    /// <summary>Adds a text; texts never run together.</summary>
    public Fingerprint Add(string text) => Add(Encoding.UTF8.GetBytes(text));

    /// <summary>Adds several texts.</summary>
    internal Fingerprint Add(IEnumerable<string> texts)
    {
        foreach (string text in texts)
        {
            Add(text);
        }

        return this;
    }

    /// <summary>Adds bytes; they never run together either.</summary>
    public Fingerprint Add(ReadOnlySpan<byte> bytes)
    {
        _hash.Append(BitConverter.GetBytes(bytes.Length));
        _hash.Append(bytes);
        return this;
    }

    /// <summary>The hash of all that was added, as 32 hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <summary>The hash of a file's content.</summary>
    public static string OfFile(string path)
    {
        XxHash128 hash = new();
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        hash.Append(stream);
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
