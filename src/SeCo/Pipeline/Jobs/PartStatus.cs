namespace SeCo.Pipeline.Jobs;

/// <summary>How far a part of a run has come, read from the run folder alone.</summary>
/// <param name="Part">The part.</param>
/// <param name="Shards">Into how many shards it is divided; 0 for none.</param>
/// <param name="Marks">The marks of its shares.</param>
public sealed record PartStatus(RunPart Part, int Shards, IReadOnlyList<ShardRecord> Marks)
{
    /// <summary>After how long without a sign of life a share counts as lost.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromMinutes(2);

    private IEnumerable<ShardRecord> OfThisDivision => Marks.Where(m => Shards == 0 || m.Share.EndsWith($"-of-{Shards}", StringComparison.Ordinal));

    /// <summary>Shards that are done.</summary>
    public int Done => OfThisDivision.Count(m => m.State == PartMarks.Done && !IsMerge(m));

    /// <summary>Shares that are running, or were when they were last heard of.</summary>
    public IReadOnlyList<ShardRecord> Running => [.. OfThisDivision.Where(m => m.State == PartMarks.Running)];

    /// <summary>Shares that have failed, the last one first.</summary>
    public IReadOnlyList<ShardRecord> Failed => [.. OfThisDivision.Where(m => m.State == PartMarks.Failed).OrderByDescending(m => m.Ended)];

    /// <summary>Whether the part has ended.</summary>
    public bool IsFinished => Marks.Any(m => m.State == PartMarks.Done && (IsMerge(m) || Shards == 0));

    /// <summary>The parts of a run: those that jobs were submitted for, or of which there are marks.</summary>
    /// <param name="folder">The run folder.</param>
    /// <exception cref="IOException">There is no such folder.</exception>
    public static IReadOnlyList<PartStatus> Of(RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        IReadOnlyList<(RunPart Part, int Shards)> planned = JobPlan.PartsIn(folder);
        string marks = Path.GetDirectoryName(PartMarks.FolderOf(folder, "-"))!;
        string[] files = Directory.Exists(marks) ? Directory.GetFiles(marks, "*.json", SearchOption.AllDirectories) : [];
        ILookup<string, (string Folder, ShardRecord Mark)> found = files.Order(StringComparer.Ordinal)
            .Select(file => (Folder: Path.GetFileName(Path.GetDirectoryName(file)!), Mark: RunFileKinds.Shard.ReadIfUsable(file, [])))
            .Where(m => m.Mark is not null).Select(m => (m.Folder, m.Mark!)).ToLookup(m => m.Item2.Part);
        if (planned.Count == 0)
        {
            planned = [.. found.Select(part => (new RunPart(part.Key, part.First().Folder), part.Max(m => CountOf(m.Mark.Share))))];
        }

        return [.. planned.Select(p => new PartStatus(p.Part, p.Shards, [.. found[p.Part.Name].Select(m => m.Mark)]))];
    }

    /// <summary>Shares of whatever division that have given a sign of life lately.</summary>
    internal IEnumerable<ShardRecord> Alive(RunFolder folder) =>
        Marks.Where(m => m.State == PartMarks.Running && DateTime.UtcNow - LastSign(folder, m) < Silence);

    /// <summary>When a share that runs was last heard of, in UTC.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="mark">Its mark.</param>
    public DateTime LastSign(RunFolder folder, ShardRecord mark)
    {
        ArgumentNullException.ThrowIfNull(mark);
        return File.GetLastWriteTimeUtc(PartMarks.PathOf(folder, Part, mark.Share));
    }

    /// <summary>The file of what a share has printed; null where there is none, as it was started by hand.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="mark">Its mark.</param>
    public static string? LogOf(RunFolder folder, ShardRecord mark)
    {
        ArgumentNullException.ThrowIfNull(mark);
        string log = Path.Combine(JobPlan.LogsIn(folder), $"{mark.Part}.{mark.Share}.log");
        return File.Exists(log) ? log : null;
    }

    private static bool IsMerge(ShardRecord mark) => mark.Share.StartsWith("merge", StringComparison.Ordinal);

    private static int CountOf(string share) =>
        int.TryParse(share[(share.LastIndexOf('-') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : 0;
}
