using System.Globalization;

namespace SeCo.Storage;

/// <summary>Hashes of input files, remembered by size and time of change so that a resumed run does not read them all again.</summary>
/// <remarks>The memory is one line a file (<c>hash, length, ticks, path</c>) in a file of its own; a damaged line is only a hash to make again.</remarks>
public sealed class InputHashes
{
    private readonly string _path;
    private readonly Dictionary<string, (string Hash, long Length, long Ticks)> _known = new(StringComparer.Ordinal);
    private bool _changed;

    /// <summary>Opens the memory; a missing file is an empty one.</summary>
    /// <param name="path">The memory's file.</param>
    public InputHashes(string path)
    {
        _path = path;
        if (!File.Exists(path))
        {
            return;
        }

        foreach (string line in File.ReadLines(path))
        {
            string[] parts = line.Split('\t', 4);
            if (parts.Length == 4 && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long length)
                && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out long ticks))
            {
                _known[parts[3]] = (parts[0], length, ticks);
            }
        }
    }

    /// <summary>The hash of a file's content.</summary>
    public string Of(string path)
    {
        FileInfo file = new(path);
        string key = file.FullName;
        if (_known.TryGetValue(key, out (string Hash, long Length, long Ticks) known)
            && known.Length == file.Length && known.Ticks == file.LastWriteTimeUtc.Ticks)
        {
            return known.Hash;
        }

        string hash = Fingerprint.OfFile(path);
        _known[key] = (hash, file.Length, file.LastWriteTimeUtc.Ticks);
        _changed = true;
        return hash;
    }

    /// <summary>Writes the memory, where it has changed.</summary>
    public void Save()
    {
        if (_changed)
        {
            AtomicFile.WriteAllText(_path, string.Concat(_known.OrderBy(k => k.Key, StringComparer.Ordinal).Select(
                k => string.Create(CultureInfo.InvariantCulture, $"{k.Value.Hash}\t{k.Value.Length}\t{k.Value.Ticks}\t{k.Key}\n"))));
            _changed = false;
        }
    }
}
