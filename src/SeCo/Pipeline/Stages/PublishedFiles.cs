namespace SeCo.Pipeline.Stages;

/// <summary>
/// The final labels and their list, outside the folders of stages where people look for them: written where they differ, unless somebody has changed them.
/// </summary>
/// <param name="folder">The round's folder.</param>
/// <param name="verifies">Whether files that are not as they were written are written again.</param>
/// <param name="log">Told of these.</param>
internal sealed class PublishedFiles(RunFolder folder, bool verifies, ILogger log)
{
    private readonly string _record = Path.Combine(folder.Cache, "published.tsv");
    private readonly FileSeal? _before = ReadRecord(Path.Combine(folder.Cache, "published.tsv"));
    private readonly List<string> _files = [];
    private readonly List<FileDamage> _changed = [];
    private bool _isNew;

    /// <summary>Writes a file, by its path below the run folder, where it differs.</summary>
    public void Add(string file, byte[] content)
    {
        _files.Add(file);
        string path = Path.Combine(folder.Path, file);
        byte[]? found = File.Exists(path) ? File.ReadAllBytes(path) : null;
        if (found is not null && found.AsSpan().SequenceEqual(content))
        {
            return;
        }

        // What the run itself wrote before may be replaced. What is neither that nor new was changed by somebody, or is damaged.
        if (found is not null && _before?.HashOf(file) is string known && known != Fingerprint.OfFile(path))
        {
            _changed.Add(new FileDamage(file, IsMissing: false));
            if (!verifies)
            {
                return;
            }

            log.LogWarning("{File}: was damaged or changed, written again", path);
        }

        AtomicFile.WriteAllBytes(path, content);
        _isNew = true;
    }

    /// <summary>Records what was written.</summary>
    /// <exception cref="DatasetException">Files were changed since the run wrote them, and are not to be written again.</exception>
    public void Finish(string fingerprint)
    {
        if (!verifies)
        {
            StageFolder.RequireNone(folder.Path, _changed);
        }

        if (_isNew || _before?.Fingerprint != fingerprint)
        {
            FileSeal.Write(_record, fingerprint, folder.Path, _files);
        }
    }

    // A record that is damaged itself says nothing; it lies in the cache and is written anew.
    private static FileSeal? ReadRecord(string path)
    {
        try
        {
            return FileSeal.Read(path);
        }
        catch (DatasetException)
        {
            return null;
        }
    }
}
