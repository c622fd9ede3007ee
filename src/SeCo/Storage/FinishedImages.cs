namespace SeCo.Storage;

/// <summary>Remembers which images are finished, a line each, in a file that grows line by line: one that a kill cut short counts for nothing.</summary>
/// <remarks>
/// A line names the settings, the image's content, a number, and what was written: <c>settings, image, count:outputs, name</c>. Opening the file takes it for
/// this process and drops the lines of other settings. Of shards each process has a list of its own in the folder <c>shards</c> and reads those of the others,
/// so that none needs the others' locks, and the same shard may run twice. Whoever opens the common list takes them over; <see cref="Join"/> leaves it as one
/// process would have written it.
/// </remarks>
internal sealed class FinishedImages : IDisposable
{
    private const int Shown = 5;
    private const string Shards = "shards", ShardEnding = ".finished.tsv";
    private readonly string _folder, _settings;
    private readonly List<string> _damaged = [];
    private readonly Dictionary<string, (string Image, int Count, string Outputs)> _known = new(StringComparer.Ordinal);
    private readonly FolderLock _lock;
    private readonly StreamWriter _file;

    /// <exception cref="IOException">Another process is at work in the folder: names it.</exception>
    public FinishedImages(string path, string settings)
        : this(path, Path.GetDirectoryName(path)!, settings, null)
    {
    }

    private FinishedImages(string path, string folder, string settings, string? common)
    {
        (_folder, _settings) = (folder, settings);
        _lock = FolderLock.Take(path, _folder, shared: common is not null);
        try
        {
            _file = new StreamWriter(_lock.Stream, leaveOpen: true) { AutoFlush = true, NewLine = "\n" };
            Read();
            if (common is not null && File.Exists(common))
            {
                Take(TextOf(common).Split('\n'));
            }

            // What shards have finished is newer than what stands in the common list. That takes over the lists of those that have ended.
            foreach (string list in ListsIn(folder))
            {
                bool goes = common is null && Unreadable.FaultOf(() => File.Open(list, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose()) is null;
                string[] lines = Take(TextOf(list).Split('\n'));
                if (goes)
                {
                    Array.ForEach(lines, _file.WriteLine);
                    File.Delete(list);
                }
            }
        }
        catch
        {
            _lock.Dispose();
            throw;
        }
    }

    /// <summary>The list of a folder: the one of that name, or for a shard one of this process's own.</summary>
    public static FinishedImages Of(string folder, string name, string settings, bool isShard) => !isShard
        ? new FinishedImages(Path.Combine(folder, name), settings)
        : new FinishedImages(Path.Combine(folder, Shards, Path.GetRandomFileName() + ShardEnding), folder, settings, Path.Combine(folder, name));

    /// <summary>Puts the lists of shards together into the one of that name, in the order of the images, which are given with their outputs.</summary>
    /// <exception cref="DatasetException">Images are not finished, or their outputs are gone.</exception>
    public static void Join(string folder, string name, string settings, IReadOnlyCollection<(string Name, IEnumerable<string> Outputs)> images)
    {
        using FinishedImages all = new(Path.Combine(folder, name), settings);
        string[] missing = [.. images.Where(i => !all._known.ContainsKey(i.Name) || !i.Outputs.All(Path.Exists)).Select(i => i.Name)];
        DatasetException.ThrowIfAny($"{folder}: {missing.Length} of {images.Count} images are not done; run their shards first.", missing);
        string lines = string.Concat(images.Select(i => (i.Name, Line: all._known[i.Name])).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"{settings}\t{i.Line.Image}\t{i.Line.Count}:{i.Line.Outputs}\t{i.Name}\n")));
        all._lock.Stream.SetLength(0);
        all._file.Write(lines);
        all._file.Flush();
        ListsIn(folder, "*").ToList().ForEach(File.Delete); // with what a killed process left beside one
        if (Path.Combine(folder, Shards) is var shards && Directory.Exists(shards) && !Directory.EnumerateFileSystemEntries(shards).Any())
        {
            Directory.Delete(shards);
        }
    }

    private static string[] ListsIn(string folder, string more = "") => Path.Combine(folder, Shards) is var shards && Directory.Exists(shards)
        ? [.. Directory.GetFiles(shards, "*" + ShardEnding + more).OrderBy(File.GetLastWriteTimeUtc)] : [];

    // Its process may be writing it.
    private static string TextOf(string list)
    {
        using StreamReader reader = new(new FileStream(list, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        string text = reader.ReadToEnd();
        return text[..(text.LastIndexOf('\n') + 1)];
    }

    /// <summary>Refuses a folder, meant for "the masks" or another purpose, with outputs that would be replaced, but no such list: they are somebody
    /// else's.</summary>
    /// <exception cref="DatasetException">It holds some of them; or it cannot be a folder.</exception>
    public static void RequireOwn(string folder, string name, string purpose, IEnumerable<string> outputs)
    {
        if (FolderPath.Fault(folder, purpose) is string fault)
        {
            throw new DatasetException($"{folder}: {fault}");
        }

        string[] foreign = File.Exists(Path.Combine(folder, name)) || ListsIn(folder).Length > 0 ? [] : [.. outputs.Where(Path.Exists)];
        DatasetException.ThrowIfAny(
            $"{folder}: holds no {name}, but {foreign.Length} files or folders that would be replaced. Give a new folder, so that nothing of yours is "
            + "lost.", foreign);
    }

    /// <summary>The number that a finished image was added with; null where it is not finished with these settings and this content.</summary>
    /// <param name="name">The image's name.</param>
    /// <param name="image">Hash of its content.</param>
    /// <param name="outputs">Its files; they are read, and must be what was written.</param>
    public int? Find(string name, string image, IEnumerable<string> outputs)
    {
        if (!_known.TryGetValue(name, out (string Image, int Count, string Outputs) line) || line.Image != image)
        {
            return null;
        }

        if (line.Outputs == HashOf(outputs))
        {
            return line.Count;
        }

        _damaged.Add(name);
        return null;
    }

    /// <summary>What was found of images whose output is not as it was written, and is made again; null where there was none.</summary>
    public string? Damage => _damaged.Count == 0 ? null
        : $"the files of {_damaged.Count} finished images in {_folder} were missing or damaged, and were made again: "
            + $"{string.Join(", ", _damaged.Take(Shown))}{(_damaged.Count > Shown ? ", …" : string.Empty)}";

    /// <summary>Takes an image back before its output is replaced: a kill in between must not leave the new output under the old line.</summary>
    public void Forget(string name)
    {
        if (_known.ContainsKey(name))
        {
            _file.WriteLine($"{_settings}\t-\t0\t{name}");
        }
    }

    /// <summary>Adds an image whose outputs are written, with a number that is told again when it is found.</summary>
    public void Add(string name, string image, int count, IEnumerable<string> outputs) =>
        _file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_settings}\t{image}\t{count}:{HashOf(outputs)}\t{name}"));

    public void Dispose()
    {
        _file.Dispose();
        _lock.Dispose();
    }

    /// <summary>The names of the images that a file speaks of.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static IReadOnlyCollection<string> NamesIn(string path) =>
        [.. File.ReadLines(path).Select(line => line.Split('\t', 4)).Where(parts => parts.Length == 4).Select(parts => parts[3])];

    private void Read()
    {
        using StreamReader reader = new(_lock.Stream, leaveOpen: true);
        string text = reader.ReadToEnd();
        string[] lines = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] own = Take(lines);

        // Lines of other settings, and one that a kill cut short.
        if (own.Length < lines.Length || (text.Length > 0 && text[^1] != '\n'))
        {
            _lock.Stream.SetLength(0);
            _file.Write(string.Concat(own.Select(line => line + "\n")));
        }
    }

    /// <summary>Learns from lines, and returns those of these settings.</summary>
    private string[] Take(string[] lines)
    {
        string[] own = [.. lines.Where(line => line.StartsWith(_settings + "\t", StringComparison.Ordinal))];
        foreach (string[] parts in own.Select(line => line.Split('\t', 4)).Where(parts => parts.Length == 4))
        {
            string[] made = parts[2].Split(':', 2);
            if (made.Length == 2 && int.TryParse(made[0], NumberStyles.None, CultureInfo.InvariantCulture, out int count))
            {
                _known[parts[3]] = (parts[1], count, made[1]);
            }
            else
            {
                _known.Remove(parts[3]);
            }
        }

        return own;
    }

    /// <summary>Hash of files; that of a missing one is like no other.</summary>
    private static string HashOf(IEnumerable<string> files) =>
        new Fingerprint().Add(files.Select(file => File.Exists(file) ? Fingerprint.OfFile(file) : "missing")).ToString();
}
