using System.Collections.Concurrent;
using System.IO.Hashing;

namespace SeCo.Storage;

/// <summary>Hashes of input files. Those of large files are remembered, so that a resumed run does not read them all again.</summary>
/// <remarks>
/// Size and time do not tell that a file is the same: archives write fixed times, and copies keep them. A small file is always hashed; a large one counts as
/// the same where size, time and three blocks of it are. The memory has one line a file (<c>hash, length, ticks, blocks, check, path</c>); a damaged line is
/// only a hash to make again. Safe for several threads.
/// </remarks>
public sealed class InputHashes
{
    /// <summary>Bytes from which on a file is large.</summary>
    public const long Large = 4L << 20;

    private const int Block = 1 << 16;

    private readonly string _path;
    private readonly bool _hashAll;
    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);
    private volatile bool _changed;

    /// <summary>Opens the memory; a missing file is an empty one.</summary>
    /// <param name="path">The memory's file.</param>
    /// <param name="hashAll">Hashes every file, whatever is remembered.</param>
    public InputHashes(string path, bool hashAll = false)
    {
        (_path, _hashAll) = (path, hashAll);
        foreach (string line in File.Exists(path) && !hashAll ? File.ReadLines(path) : [])
        {
            string[] parts = line.Split('\t', 6);
            if (parts.Length == 6 && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long length)
                && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out long ticks)
                && new Known(parts[0], length, ticks, parts[3]) is var known && known.Check(parts[5]) == parts[4])
            {
                _known[parts[5]] = known;
            }
        }
    }

    /// <summary>The hash of a file's content.</summary>
    public string Of(string path)
    {
        FileInfo file = new(path);
        if (file.Length < Large)
        {
            return Fingerprint.OfFile(path);
        }

        string blocks = BlocksOf(path);
        if (_known.TryGetValue(file.FullName, out Known? known)
            && known.Length == file.Length && known.Ticks == file.LastWriteTimeUtc.Ticks && known.Blocks == blocks)
        {
            return known.Hash;
        }

        string hash = Fingerprint.OfFile(path);
        _known[file.FullName] = new Known(hash, file.Length, file.LastWriteTimeUtc.Ticks, blocks);
        _changed = true;
        return hash;
    }

    /// <summary>Writes the memory, where it has changed.</summary>
    public void Save()
    {
        if (_changed)
        {
            AtomicFile.WriteAllText(_path, string.Concat(_known.OrderBy(k => k.Key, StringComparer.Ordinal)
                .Select(k => $"{k.Value.Line}\t{k.Value.Check(k.Key)}\t{k.Key}\n")));
            _changed = false;
        }
    }

    /// <summary>The hash of the first, the middle and the last block.</summary>
    private static string BlocksOf(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        XxHash128 hash = new();
        byte[] block = new byte[Block];
        foreach (long start in (ReadOnlySpan<long>)[0, (stream.Length - Block) / 2, stream.Length - Block])
        {
            stream.Position = start;
            hash.Append(block.AsSpan(0, stream.ReadAtLeast(block, Block, throwOnEndOfStream: false)));
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private sealed record Known(string Hash, long Length, long Ticks, string Blocks)
    {
        public string Line => string.Create(CultureInfo.InvariantCulture, $"{Hash}\t{Length}\t{Ticks}\t{Blocks}");

        public string Check(string path) => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(Line + path)).ToString("x16", CultureInfo.InvariantCulture);
    }
}
