using SeCo.Storage;

namespace SeCo.RunFiles;

/// <summary>The output folder of one stage: knows which settings its files belong to and whether the stage has finished.</summary>
/// <remarks>
/// The folder holds <c>stage.json</c> with the fingerprint of everything that decides the outputs. Opening the folder with another
/// fingerprint empties it; opening it with the same one keeps the files, so that a killed stage goes on where it was. Files are written
/// through <see cref="AtomicFile"/>: a file under its final name is whole.
/// </remarks>
public sealed class StageFolder
{
    private const string StateFile = "stage.json";
    private readonly string _fingerprint;

    private StageFolder(string path, string fingerprint)
    {
        Path = path;
        _fingerprint = fingerprint;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>True where the stage has finished with this fingerprint.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>Opens or creates the folder of a stage.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="fingerprint">A hash of the stage's options, inputs and program version.</param>
    /// <param name="shared">Other processes are at work in the folder: nothing of theirs may be removed.</param>
    /// <param name="emptied">True where files of other settings were found and removed.</param>
    /// <exception cref="IOException">The folder is shared and holds files of other settings.</exception>
    public static StageFolder Open(string path, string fingerprint, bool shared, out bool emptied)
    {
        StageFolder folder = new(path, fingerprint);
        StageRecord? state = Read(folder[StateFile]);
        emptied = state?.Fingerprint != fingerprint && HoldsFiles(path, shared);
        if (emptied && shared)
        {
            // Another shard may have made the folder since it was looked at.
            state = Read(folder[StateFile]);
            emptied = state?.Fingerprint != fingerprint;
        }

        if (emptied && shared)
        {
            throw new IOException(
                $"{path}: holds files of other settings or inputs, and other shards may be at work in it. Delete it, or give another run folder.");
        }

        if (emptied)
        {
            folder.Empty();
        }

        if (state?.Fingerprint == fingerprint)
        {
            folder.IsFinished = state.Finished;
            if (!shared)
            {
                DeleteUnfinishedFiles(path);
            }
        }
        else
        {
            folder.Write(finished: false);
        }

        return folder;
    }

    /// <summary>Keeps the files of a folder whose fingerprint begins alike, under a new fingerprint.</summary>
    /// <remarks>What follows the beginning concerns the stage's last step only, which is done again.</remarks>
    /// <param name="path">The folder.</param>
    /// <param name="beginning">What both fingerprints begin with.</param>
    /// <param name="fingerprint">The new fingerprint.</param>
    /// <returns>True where there was such a folder, with another fingerprint; the stage counts as unfinished then.</returns>
    public static bool Renew(string path, string beginning, string fingerprint)
    {
        StageFolder folder = new(path, fingerprint);
        if (Read(folder[StateFile])?.Fingerprint is not { } old || old == fingerprint || !old.StartsWith(beginning, StringComparison.Ordinal))
        {
            return false;
        }

        folder.Write(finished: false);
        return true;
    }

    /// <summary>True where the folder holds the outputs of a stage that has finished with this fingerprint.</summary>
    public static bool HasFinished(string path, string fingerprint) =>
        Read(System.IO.Path.Combine(path, StateFile)) is { Finished: true } state && state.Fingerprint == fingerprint;

    /// <summary>A path inside the folder.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Marks the stage as finished: from now on it is skipped.</summary>
    public void Finish()
    {
        Write(finished: true);
        IsFinished = true;
    }

    /// <summary>Takes the mark of a finished stage away, because an output is missing.</summary>
    public void Reopen()
    {
        Write(finished: false);
        IsFinished = false;
    }

    /// <summary>True where a folder holds files but is not a stage's. Opening such a folder would empty it: ask before.</summary>
    internal static bool HoldsForeignFiles(string path) =>
        Directory.Exists(path) && HoldsFiles(path, shared: true) && !File.Exists(System.IO.Path.Combine(path, StateFile));

    private void Empty()
    {
        new StageFolder(Path, string.Empty).Write(finished: false); // a kill in between leaves a folder that is a stage's and does not claim to be whole
        foreach (string entry in Directory.EnumerateFileSystemEntries(Path).Where(entry => System.IO.Path.GetFileName(entry) != StateFile).ToArray())
        {
            if (Directory.Exists(entry) && !new DirectoryInfo(entry).Attributes.HasFlag(FileAttributes.ReparsePoint))
            {
                Directory.Delete(entry, recursive: true);
            }
            else
            {
                File.Delete(entry);
            }
        }
    }

    // Shards that start at the same moment all write the folder's state, the same one: what they have not finished writing does not count.
    private static bool HoldsFiles(string path, bool shared) => Directory.Exists(path)
        && Directory.EnumerateFileSystemEntries(path).Any(entry => !shared || !entry.EndsWith(AtomicFile.TemporaryExtension, StringComparison.Ordinal));

    private static void DeleteUnfinishedFiles(string path)
    {
        foreach (string leftover in Directory.EnumerateFiles(path, "*" + AtomicFile.TemporaryExtension, SearchOption.AllDirectories))
        {
            File.Delete(leftover);
        }
    }

    // A state that cannot be read says nothing: the folder is treated as one of other settings.
    private static StageRecord? Read(string path)
    {
        try
        {
            return File.Exists(path) ? RunFileKinds.Stage.Read(path) : null;
        }
        catch (DatasetException)
        {
            return null;
        }
    }

    private void Write(bool finished) => RunFileKinds.Stage.Write(this[StateFile], new StageRecord { Fingerprint = _fingerprint, Finished = finished });
}
