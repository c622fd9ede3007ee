namespace SeCo.Pipeline;

/// <summary>The names of everything in a run folder, said once.</summary>
public sealed class RunFolder
{
    private const string CacheName = ".cache", LogName = "run.log", AdaptedName = "adapted";
    private const string PredictionsName = "predictions", PixelLabelsName = "pixel-labels", AggregationName = "aggregation";

    // A run that was killed before it wrote its manifest has some of these and nothing else.
    private static readonly HashSet<string> OwnNames = new(StringComparer.Ordinal)
    {
        CacheName, LogName, RunNames.Configuration, RunNames.Manifest, PredictionsName, PixelLabelsName, AggregationName, RunNames.Correction,
        RunNames.Adaptation, AdaptedName, RunNames.Labels, RunNames.List, RunNames.LabelledList, RunNames.UnlabelledList, RunNames.Split,
        RunNames.Evaluation, RunNames.Report,
    };

    /// <summary>Opens or creates a run folder.</summary>
    /// <param name="path">The folder: absent, empty, or of an earlier run.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <param name="followLinks">Whether links in it may lead out of it.</param>
    /// <exception cref="IOException">The folder holds other things than a run, or links out of it that are not to be followed.</exception>
    /// <remarks>Nothing is written yet.</remarks>
    public RunFolder(string path, bool followLinks = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Path = path;
        if (FolderPath.Fault(path, "the run") is string fault)
        {
            throw new IOException($"{path}: {fault}");
        }

        if (Directory.Exists(path) && !IsOwn())
        {
            throw new IOException($"{path}: is not empty and holds no run (no {RunNames.Manifest} of seco). Give a new folder as --out, so that "
                + $"nothing of yours is overwritten.");
        }

        if (Directory.Exists(path) && !followLinks)
        {
            RealPaths.RequireInside(path, ", or allow links with --set dataset.follow_links=true");
        }
    }

    /// <summary>Whether every file of finished stages is read and compared with what was written, and what is damaged made again.</summary>
    public bool Verifies { get; init; }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The settings that were in force, defaults included.</summary>
    public string Configuration => In(RunNames.Configuration);

    /// <summary>What went in: hashes of the inputs, versions, seed, device.</summary>
    public string Manifest => In(RunNames.Manifest);

    /// <summary>What happened, with times.</summary>
    public string Log => In(LogName);

    /// <summary>Before stage 1: the answers of the model, where it is the run that asks for them.</summary>
    public string Predictions => In(PredictionsName);

    /// <summary>Stage 1: pixel pseudo-labels.</summary>
    public string PixelLabels => In(PixelLabelsName);

    /// <summary>Stage 2: PSA.</summary>
    public string Aggregation => In(AggregationName);

    /// <summary>Stage 3: SCC.</summary>
    public string Correction => In(RunNames.Correction);

    /// <summary>Stage 4: the adapted model, with all that its training left.</summary>
    public string Adaptation => In(RunNames.Adaptation);

    /// <summary>Answers of the models on the images that they are measured on.</summary>
    public string Adapted => In(AdaptedName);

    /// <summary>The final labels, named like the images.</summary>
    public string Labels => In(RunNames.Labels);

    /// <summary>Image and label, a line each.</summary>
    public string List => In(RunNames.List);

    /// <summary>The measures, where there is truth.</summary>
    public string Evaluation => In(RunNames.Evaluation);

    /// <summary>The report: one page that shows what was done.</summary>
    public string Report => In(RunNames.Report);

    /// <summary>What only saves time and may be deleted.</summary>
    public string Cache => In(CacheName);

    /// <summary>The folder of a later round, inside this one.</summary>
    /// <param name="number">The round, from 2.</param>
    public RunFolder Round(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 2);
        return new RunFolder(In(RunNames.Round(number)), followLinks: true) { Verifies = Verifies };
    }

    /// <summary>Takes the folder for this process, until disposed. Alone in it, what killed runs left unfinished is deleted.</summary>
    /// <param name="shared">Whether shards of other processes may be at work at the same time.</param>
    /// <exception cref="IOException">Another process is at work in the folder, and one of the two needs it alone: names it.</exception>
    public IDisposable Lock(bool shared = false)
    {
        IDisposable held = FolderLock.Take(System.IO.Path.Combine(Cache, "lock"), Path, shared);
        if (!shared)
        {
            OutputFolder.RemoveLeftovers(Path);
        }

        return held;
    }

    /// <summary>Deletes the final labels of images, their list and their measures: a stage before them is made anew.</summary>
    internal void DeleteResults(IReadOnlyCollection<string> images)
    {
        RealPaths links = new();
        foreach (string label in images.Where(ImageName.StaysInside).Select(image => LabelOf(Labels, image)))
        {
            // The names come from a file of the run folder, which may have come from elsewhere; so may links in it.
            if (File.Exists(label) && links.IsInside(label, Path))
            {
                File.Delete(label);
            }
        }

        File.Delete(List);
        DeleteMeasures();
    }

    /// <summary>Deletes what was measured.</summary>
    internal void DeleteMeasures()
    {
        File.Delete(Evaluation);
        PartMarks.Clear(this, RunPart.Evaluate);
    }

    // A run deletes what it makes anew, so that it must be sure whose folder this is: neither .cache nor manifest.json says it by its name.
    private bool IsOwn()
    {
        string[] names = [.. Directory.EnumerateFileSystemEntries(Path).Select(entry => System.IO.Path.GetFileName(entry))];
        return names.Length == 0 || IsOurs(Manifest)
            || ((names.Contains(CacheName) || names.Contains(LogName)) && names.All(name =>
                OwnNames.Contains(name) || AtomicFile.IsTemporary(name)));
    }

    private static bool IsOurs(string manifest)
    {
        try
        {
            return RunFileKinds.Manifest.Read(manifest).Program == "seco";
        }
        catch (Exception fault) when (fault is FileNotFoundException || fault.InnerException is JsonException)
        {
            return false; // absent, or of another program
        }
    }

    /// <summary>Path of a label map inside a folder of label maps.</summary>
    public static string LabelOf(string folder, string name) => System.IO.Path.Combine(folder, name + ".png");

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
