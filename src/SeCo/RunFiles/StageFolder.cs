namespace SeCo.RunFiles;

/// <summary>The output folder of one stage: knows which settings its files belong to, whether it has finished, and whether the files are whole.</summary>
/// <remarks>
/// <c>stage.json</c> holds the fingerprint of everything that decides the outputs, <c>images.txt</c> the names of the images, <c>files.tsv</c> size and
/// hash of each file of a finished stage. Opening the folder with another fingerprint removes the stage's files, and no others; opening it with the same one
/// keeps them, so that a killed stage goes on where it was. Files are written through <see cref="AtomicFile"/>: a file under its final name is whole.
/// </remarks>
public sealed class StageFolder
{
    private const string StateFile = "stage.json", ImagesFile = "images.txt", SealFile = "files.tsv", FinishedList = "finished.tsv", Shards = "shards";

    // Whole files of a stage, and files in folders of its own. All others have the name of an image.
    private static readonly string[] Own =
    [
        StateFile, ImagesFile, SealFile, FinishedList, FinishedList + ".holder", "thresholds.json", "noise-model.json", "training.json", "classes.yaml",
        RunNames.BestWeights, RunNames.LastWeights, RunNames.TrainingState, RunNames.TrainingHistory, RunNames.AdaptationSummary,
    ];

    private static readonly (string Folder, string Start)[] OwnFolders =
        [(RunNames.Events, "events.out.tfevents."), (Shards, ""), ("classifier", "")];

    private readonly string _fingerprint;
    private readonly HashSet<string> _images;
    private FileSeal? _record;

    private StageFolder(string path, string fingerprint, IEnumerable<string> images)
    {
        Path = path;
        _fingerprint = fingerprint;
        _images = new HashSet<string>(images, StringComparer.Ordinal);
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>True where the stage has finished with this fingerprint.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>Where files of other settings were removed: the images that they were of. Else null.</summary>
    public IReadOnlyCollection<string>? Replaced { get; private set; }

    /// <summary>Opens or creates the folder of a stage.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="fingerprint">A hash of the stage's options, inputs and program version.</param>
    /// <param name="images">The names of the images that the stage writes files of.</param>
    /// <param name="shared">Other processes are at work in the folder: nothing of theirs may be removed.</param>
    /// <param name="repair">Whether a damaged state is restored, or else the stage begun anew.</param>
    /// <exception cref="DatasetException">The folder's state is damaged, and it is not to be repaired.</exception>
    /// <exception cref="IOException">The folder is shared and holds files of other settings.</exception>
    public static StageFolder Open(string path, string fingerprint, IEnumerable<string> images, bool shared = false, bool repair = false)
    {
        StageFolder folder = new(path, fingerprint, images);
        bool isStage = File.Exists(folder[StateFile]) || File.Exists(folder[ImagesFile]);
        StageRecord? state = folder.ReadState(repair);
        bool isOther = state?.Fingerprint != fingerprint && folder.OwnFiles(folder.ImagesBefore()).Any(file => !AtomicFile.IsTemporary(file));
        if (isOther && !isStage && !shared)
        {
            // A stage writes its state first: what lies here without it is somebody's own, and would be taken for finished work.
            throw new IOException($"{path}: holds files of images, but no {StateFile} of seco. Move them away, or give another run folder.");
        }

        if (isOther && shared)
        {
            // Another shard may have made the folder since it was looked at.
            state = folder.ReadState(repair);
            isOther = state?.Fingerprint != fingerprint;
        }

        if (isOther && shared)
        {
            throw new IOException(
                $"{path}: holds files of other settings or inputs, and other shards may be at work in it. Delete it, or give another run folder.");
        }

        if (isOther)
        {
            folder.Empty();
        }

        if (state?.Fingerprint == fingerprint)
        {
            folder.IsFinished = state.Finished;
            if (repair)
            {
                folder.Write(state.Finished); // it may have been restored
            }

            if (!state.Finished && !File.Exists(folder[ImagesFile]))
            {
                folder.Begin(); // a kill came before the names were written
            }

            if (!shared)
            {
                OutputFolder.RemoveLeftovers(path);
            }
        }
        else
        {
            folder.Begin();
        }

        return folder;
    }

    /// <summary>Keeps the files of a folder whose fingerprint begins alike, under a new fingerprint.</summary>
    /// <remarks>What follows the beginning concerns the stage's last step only, which is done again.</remarks>
    /// <param name="path">The folder.</param>
    /// <param name="beginning">What both fingerprints begin with.</param>
    /// <param name="fingerprint">The new fingerprint.</param>
    /// <param name="repair">Whether damaged files are made again: then nothing is kept where there are any.</param>
    /// <returns>True where there was such a folder, with another fingerprint; the stage counts as unfinished then.</returns>
    /// <exception cref="DatasetException">Files of the folder are damaged, and they are not to be repaired.</exception>
    public static bool Renew(string path, string beginning, string fingerprint, bool repair = false)
    {
        StageFolder folder = new(path, fingerprint, []);
        if (folder.ReadState(repair) is not { } state || state.Fingerprint == fingerprint
            || !state.Fingerprint.StartsWith(beginning, StringComparison.Ordinal))
        {
            return false;
        }

        IReadOnlyList<FileDamage> damage = state.Finished ? folder.Damage(repair) ?? [] : [];
        if (damage.Count > 0 && repair)
        {
            return false;
        }

        RequireNone(path, damage);
        folder.Write(finished: false);
        return true;
    }

    /// <summary>True where the folder holds the outputs of a stage that has finished with this fingerprint.</summary>
    /// <exception cref="DatasetException">The folder's state is damaged.</exception>
    public static bool HasFinished(string path, string fingerprint) =>
        new StageFolder(path, fingerprint, []).ReadState(repair: false) is { Finished: true } state && state.Fingerprint == fingerprint;

    /// <summary>What the folder's files belong to, finished or not; null where it is no stage's.</summary>
    /// <exception cref="DatasetException">The folder's state is damaged.</exception>
    internal static string? FingerprintOf(string path) => new StageFolder(path, string.Empty, []).ReadState(repair: false)?.Fingerprint;

    /// <summary>Refuses the files of a finished stage that are not as the stage left them.</summary>
    /// <param name="path">The stage's folder; one that is none, or has not finished, has nothing to be compared with.</param>
    /// <param name="which">The files that are about to be read, by their paths below the folder; null for all.</param>
    /// <exception cref="DatasetException">Damaged files, all together.</exception>
    public static void RequireIntact(string path, Func<string, bool>? which = null)
    {
        StageFolder folder = new(path, string.Empty, []);
        if (folder.ReadState(repair: false) is { Finished: true } && folder._record is { } record)
        {
            RequireNone(path, record.Check(path, which: which));
        }
    }

    /// <summary>A path inside the folder.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Marks the stage as finished, with a record of its files: from now on it is skipped.</summary>
    public void Finish()
    {
        // TensorBoard's files have sums of their own, and the counts of shards have done their work: nothing reads either any more.
        string[] files = [.. OwnFiles(_images).Where(f => f is not (StateFile or SealFile) && !f.StartsWith(RunNames.Events + "/", StringComparison.Ordinal)
            && !f.StartsWith(Shards + "/", StringComparison.Ordinal))];
        FileSeal.Write(this[SealFile], _fingerprint, Path, files);
        _record = null; // another one now
        Write(finished: true);
        IsFinished = true;
    }

    /// <summary>The files of the finished stage that are not as it left them, or are gone; null where it kept no record of them.</summary>
    /// <param name="hashAll">Whether all files are read; else those whose size or time has changed.</param>
    internal IReadOnlyList<FileDamage>? Damage(bool hashAll) => (_record ??= FileSeal.Read(this[SealFile]))?.Check(Path, hashAll);

    /// <summary>Removes damaged files, with all others of the same images, so that the stage makes these anew.</summary>
    internal void Remove(IEnumerable<FileDamage> damage)
    {
        HashSet<string> broken = [.. damage.Select(d => d.File)];
        if (broken.Contains(FinishedList))
        {
            Restart(); // nothing says any more which images are done
            return;
        }

        HashSet<string> images = [.. broken.Select(NameOf).Where(_images.Contains)];
        foreach (string file in OwnFiles(_images).Where(f => broken.Contains(f) || images.Contains(NameOf(f))).ToArray())
        {
            File.Delete(this[file]);
        }

        File.Delete(this[SealFile]);
        Begin();
    }

    /// <summary>Removes all files of the stage, which begins anew.</summary>
    internal void Restart()
    {
        Empty();
        Begin();
    }

    /// <summary>Takes the mark of a finished stage away, because an output is missing.</summary>
    public void Reopen()
    {
        File.Delete(this[SealFile]);
        Write(finished: false);
        IsFinished = false;
    }

    /// <summary>True where a folder holds files but is not a stage's. Opening such a folder would mix them: ask before.</summary>
    internal static bool HoldsForeignFiles(string path) =>
        Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any(entry => !AtomicFile.IsTemporary(entry))
        && !File.Exists(System.IO.Path.Combine(path, StateFile));

    /// <summary>Throws one error for damaged files, with the way out; does nothing where there is none.</summary>
    internal static void RequireNone(string path, IReadOnlyList<FileDamage> damage)
    {
        if (damage.Count > 0)
        {
            throw new DatasetException(
                $"{path}: {damage.Count} files are not as they were written. `seco run --verify` with the same settings and --out makes exactly these again; "
                + "if you changed them yourself, put your copies elsewhere first.",
                [.. damage.Select(d => $"{System.IO.Path.Combine(path, d.File)}: {(d.IsMissing ? "is missing" : "is damaged or was changed")}.")]);
        }
    }

    /// <summary>The part of a path below the folder that is the name of an image: <c>labels/night/a.png</c> → <c>night/a</c>.</summary>
    internal static string NameOf(string file)
    {
        string inner = file[(file.IndexOf('/', StringComparison.Ordinal) + 1)..];
        return inner[..(inner.Length - System.IO.Path.GetExtension(inner).Length)];
    }

    private static bool IsOwn(string file, HashSet<string> images) =>
        Own.Contains(file) || AtomicFile.IsTemporary(file) || (file.Contains('/', StringComparison.Ordinal) && images.Contains(NameOf(file)))
        || OwnFolders.Any(f => file.StartsWith($"{f.Folder}/{f.Start}", StringComparison.Ordinal));

    private IEnumerable<string> OwnFiles(HashSet<string> images)
    {
        EnumerationOptions everywhere = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        return !Directory.Exists(Path) ? [] : Directory.EnumerateFiles(Path, "*", everywhere)
            .Select(file => ImageName.Below(Path, file)).Where(file => IsOwn(file, images));
    }

    /// <summary>The images of the settings before; where nothing names them, those of now.</summary>
    private HashSet<string> ImagesBefore() =>
        File.Exists(this[ImagesFile]) ? new HashSet<string>(File.ReadLines(this[ImagesFile]), StringComparer.Ordinal) : _images;

    private void Empty()
    {
        new StageFolder(Path, string.Empty, []).Write(finished: false); // a kill in between leaves a folder that is a stage's and does not claim to be whole
        HashSet<string> images = ImagesBefore();
        Replaced = images;
        foreach (string file in OwnFiles(images).Where(file => file is not (StateFile or ImagesFile)).ToArray())
        {
            File.Delete(this[file]);
        }

        RemoveEmptyFolders(Path);
    }

    /// <summary>Removes the folders in a folder that hold nothing.</summary>
    internal static void RemoveEmptyFolders(string folder)
    {
        foreach (string inner in Directory.EnumerateDirectories(folder).Where(f => new DirectoryInfo(f).LinkTarget is null).ToArray())
        {
            RemoveEmptyFolders(inner);
            if (!Directory.EnumerateFileSystemEntries(inner).Any())
            {
                Directory.Delete(inner);
            }
        }
    }

    private void Begin()
    {
        Write(finished: false); // first: it tells shards that start at the same moment whose folder this is
        AtomicFile.WriteAllText(this[ImagesFile], string.Concat(_images.Select(image => image + "\n")));
        IsFinished = false;
    }

    /// <summary>The folder's state; null where it has none, or a damaged one was given up.</summary>
    private StageRecord? ReadState(bool repair)
    {
        if (!File.Exists(this[StateFile]))
        {
            return null;
        }

        string fault = "its fingerprint is not that of the record of its files";
        try
        {
            StageRecord state = RunFileKinds.Stage.Read(this[StateFile]);
            _record = state.Finished ? FileSeal.Read(this[SealFile]) : null;
            if (_record is null || _record.Fingerprint == state.Fingerprint)
            {
                return state;
            }
        }
        catch (DatasetException damaged)
        {
            fault = damaged.Message;
        }

        if (!repair)
        {
            throw new DatasetException(
                $"{this[StateFile]}: the state of the stage is damaged. `seco run --verify` with the same settings and --out restores it, or makes the stage "
                + $"again. ({fault})");
        }

        try
        {
            _record ??= FileSeal.Read(this[SealFile]);
            return _record is null ? null : new StageRecord(_record.Fingerprint, Finished: true);
        }
        catch (DatasetException)
        {
            return null;
        }
    }

    private void Write(bool finished) => RunFileKinds.Stage.Write(this[StateFile], new StageRecord(_fingerprint, finished));
}
