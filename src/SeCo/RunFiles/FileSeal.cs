namespace SeCo.RunFiles;

/// <summary>A file, by its path below the folder, with <c>/</c>, that is missing or not as it was written.</summary>
internal readonly record struct FileDamage(string File, bool IsMissing);

/// <summary>The files that a stage has left, each with size and hash, so that damage is found before a file is used: <c>files.tsv</c>.</summary>
/// <remarks>
/// A head line with format and fingerprint, a line a file (<c>hash, bytes, path</c>), and a last line with the hash of all before it. Without times the
/// same run gives the same bytes: a file was changed since where its own time is not before the record's.
/// </remarks>
internal sealed class FileSeal
{
    private const string Format = "seco.files/1", End = "end";

    private readonly Dictionary<string, (string Hash, long Length)> _files = new(StringComparer.Ordinal);

    private readonly NamedFiles _names = new();
    private readonly DateTime _time;

    private FileSeal(string fingerprint, DateTime time) => (Fingerprint, _time) = (fingerprint, time);

    /// <summary>Which settings the files belong to.</summary>
    public string Fingerprint { get; }

    /// <summary>Hashes files, named by their paths below a folder, with <c>/</c>, and writes their record.</summary>
    public static void Write(string path, string fingerprint, string folder, IEnumerable<string> files)
    {
        IEnumerable<string> lines = files.Order(StringComparer.Ordinal).AsParallel().AsOrdered().Select(file =>
        {
            FileInfo info = new(Path.Combine(folder, file));
            return string.Create(CultureInfo.InvariantCulture, $"{Storage.Fingerprint.OfFile(info.FullName)}\t{info.Length}\t{file}\n");
        });
        string text = $"{Format}\t{fingerprint}\n{string.Concat(lines)}";
        AtomicFile.WriteAllText(path, $"{text}{End}\t{new Fingerprint().Add(text)}\n");
    }

    /// <summary>Reads a record.</summary>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="DatasetException">The record itself is damaged.</exception>
    public static FileSeal? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        string text = File.ReadAllText(path);
        int end = text.LastIndexOf($"\n{End}\t", StringComparison.Ordinal) + 1;
        string[] head = text.Split('\n', 2)[0].Split('\t');
        if (head.Length != 2 || head[0] != Format || end == 0 || text[end..] != $"{End}\t{new Fingerprint().Add(text[..end])}\n")
        {
            throw new DatasetException($"{path}: is damaged.");
        }

        FileSeal seal = new(head[1], File.GetLastWriteTimeUtc(path));
        foreach (string line in text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..end].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // Who gives a run away can make a record that fits itself.
            if (line.Split('\t', 3) is not [string hash, string bytes, string name]
                || !long.TryParse(bytes, NumberStyles.None, CultureInfo.InvariantCulture, out long length))
            {
                throw new DatasetException($"{path}: is damaged: found '{line}'.");
            }

            ImageName.Checked(name, path);
            seal._files[name] = (hash, length);
        }

        return seal;
    }

    /// <summary>The hash that a file was written with; null where it is not among those.</summary>
    public string? HashOf(string file) => _files.TryGetValue(file, out (string Hash, long) known) ? known.Hash : null;

    /// <summary>Finds files that are not as they were: by size and time, and by hash where these differ. Hashing all also finds what a disk has
    /// changed.</summary>
    public IReadOnlyList<FileDamage> Check(string folder, bool hashAll = false, Func<string, bool>? which = null) =>
    [
        .. _files.Where(f => which is null || which(f.Key)).OrderBy(f => f.Key, StringComparer.Ordinal).AsParallel().AsOrdered()
            .Select(f => Look(folder, f.Key, f.Value, hashAll)).OfType<FileDamage>(),
    ];

    private FileDamage? Look(string folder, string file, (string Hash, long Length) known, bool hashAll)
    {
        FileInfo info = new(_names.FileOf(Path.Combine(folder, file)));
        if (!info.Exists)
        {
            return new FileDamage(file, IsMissing: true);
        }

        bool isSame = info.Length == known.Length
            && ((info.LastWriteTimeUtc < _time && !hashAll) || Storage.Fingerprint.OfFile(info.FullName) == known.Hash);
        return isSame ? null : new FileDamage(file, IsMissing: false);
    }
}
