namespace SeCo.Pipeline.Jobs;

/// <summary>The jobs that are left of a run, in their order, each after all before it.</summary>
public sealed class JobPlan
{
    private const string FolderName = "jobs", PlanName = "plan.tsv";

    private JobPlan(RunFolder folder, int shards, IReadOnlyList<RunPart> parts, IReadOnlyList<PlannedJob> jobs) =>
        (Run, Shards, Parts, Jobs) = (folder, shards, parts, jobs);

    /// <summary>The run folder.</summary>
    public RunFolder Run { get; }

    /// <summary>Into how many shards the parts are divided.</summary>
    public int Shards { get; }

    /// <summary>All parts of the run.</summary>
    public IReadOnlyList<RunPart> Parts { get; }

    /// <summary>The jobs.</summary>
    public IReadOnlyList<PlannedJob> Jobs { get; }

    /// <summary>The folder of scripts and settings.</summary>
    public string Folder => FolderIn(Run);

    /// <summary>The settings that the jobs read.</summary>
    public string Settings => Path.Combine(Folder, "run.yaml");

    /// <summary>The folder of what jobs print.</summary>
    public string Logs => LogsIn(Run);

    /// <summary>Plans what has no durable mark. Marks of other settings count for nothing.</summary>
    /// <param name="options">The settings of the run.</param>
    /// <param name="folder">The run folder.</param>
    /// <param name="shards">Into how many shards the parts are divided.</param>
    /// <exception cref="ArgumentException">Settings out of range, or a run of several rounds.</exception>
    /// <exception cref="IOException">Missing or ambiguous files; or shares of the run are at work.</exception>
    public static JobPlan Of(RunOptions options, RunFolder folder, int shards)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentOutOfRangeException.ThrowIfLessThan(shards, 1);
        OptionFaults.ThrowIfAny(
            "jobs", (options.Rounds == 1, "a run of several rounds is no chain of jobs; run each round by itself, or all with `seco run`"));

        foreach ((PartStatus part, ShardRecord mark) in PartStatus.Of(folder).SelectMany(p => p.Alive(folder).Select(m => (p, m))))
        {
            throw new IOException(
                $"{folder.Path}: {part.Part.Name} {mark.Share} is at work on {mark.Host} (process {mark.Process}); another submission would take its place. "
                + "Wait, or end the jobs (`scancel`); a share that was killed counts as lost after two minutes.");
        }

        // Where jobs are submitted need be no GPU.
        IReadOnlyList<RunPart> parts = new SeCoPipeline(options with { Device = "cpu" }, folder).Parts;
        bool isCurrent = File.Exists(folder.Configuration) && File.ReadAllText(folder.Configuration) == OptionsWriter.ToYaml(options);
        List<PlannedJob> jobs = [];
        foreach (RunPart part in parts)
        {
            if (IsDone(part, part.HasShards ? StageShare.MergeOf(shards) : StageShare.Whole))
            {
                continue;
            }

            int[] open = part.HasShards ? [.. Enumerable.Range(1, shards).Where(i => !IsDone(part, StageShare.Of(new Shard(i, shards))))] : [];
            if (open.Length > 0)
            {
                jobs.Add(new PlannedJob(part, open, shards));
            }

            jobs.Add(new PlannedJob(part, [], part.HasShards ? shards : 0));
        }

        return new JobPlan(folder, shards, parts, jobs);

        bool IsDone(RunPart part, StageShare share) => isCurrent && PartMarks.DoneOf(folder, part, share).Any();
    }

    /// <summary>Writes settings and scripts, and what <c>seco status</c> shows.</summary>
    /// <param name="options">The settings of the run.</param>
    /// <param name="scripts">The files, by their names.</param>
    public void Write(RunOptions options, IEnumerable<(string Name, string Text)> scripts)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(scripts);
        Directory.CreateDirectory(Logs);
        AtomicFile.WriteAllText(Settings, OptionsWriter.ToYaml(options));
        foreach ((string name, string text) in scripts)
        {
            AtomicFile.WriteAllText(Path.Combine(Folder, name), text);
        }

        AtomicFile.WriteAllText(
            Path.Combine(Folder, PlanName), string.Concat(Parts.Select(p => $"{p.Name}\t{p.Folder}\t{(p.HasShards ? Shards : 0)}\n")));
    }

    internal static string LogsIn(RunFolder run) => Path.Combine(FolderIn(run), "logs");

    /// <summary>The parts of the last plan, with their numbers of shards, 0 for none; empty where there is no plan.</summary>
    internal static IReadOnlyList<(RunPart Part, int Shards)> PartsIn(RunFolder run) =>
        Path.Combine(FolderIn(run), PlanName) is var path && !File.Exists(path) ? []
            : [.. from line in File.ReadLines(path)
                  let parts = line.Split('\t')
                  where parts.Length == 3 && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out _)
                  let shards = int.Parse(parts[2], CultureInfo.InvariantCulture)
                  select (new RunPart(parts[0], parts[1], shards > 0), shards)];

    private static string FolderIn(RunFolder run) => Path.Combine(run.Cache, FolderName);
}
