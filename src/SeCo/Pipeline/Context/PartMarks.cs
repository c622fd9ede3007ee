using System.Diagnostics;
using SeCo.Correction;

namespace SeCo.Pipeline;

/// <summary>The marks that shards and merges leave in a run folder: begun, done, failed. They say what need not be asked for again, and what
/// <c>seco status</c> shows; without them all is done again, which finds finished files in their places.</summary>
internal static class PartMarks
{
    private static readonly TimeSpan Sign = TimeSpan.FromSeconds(20);

    public const string Running = "running", Done = "done", Failed = "failed";

    /// <summary>The folder of the marks of all parts that write into a stage's folder.</summary>
    public static string FolderOf(RunFolder run, string stage) => Path.Combine(run.Cache, "shards", stage);

    /// <summary>Short for a share: <c>2-of-8</c>, <c>merge-of-8</c>, <c>whole</c>.</summary>
    public static string NameOf(StageShare share) => string.Create(CultureInfo.InvariantCulture,
        $"{(share.Shard is Shard s ? $"{s.Index}-of-{s.Count}" : share.Merge is int shards ? $"merge-of-{shards}" : "whole")}");

    /// <summary>The mark of a share.</summary>
    public static string PathOf(RunFolder run, RunPart part, string share) => Path.Combine(FolderOf(run, part.Folder), $"{part.Name}.{share}.json");

    /// <summary>The mark of a share; null where there is none, or a damaged one.</summary>
    public static ShardRecord? Read(RunFolder run, RunPart part, string share) => RunFileKinds.Shard.ReadIfUsable(PathOf(run, part, share), []);

    /// <summary>The marks of a share that is done: of a merge, after whatever number of shards. A mark holds while the stage's folder is the one that it was
    /// made with, and has what the share leaves for those after it; those without a fingerprint go with the stages before them.</summary>
    public static IEnumerable<ShardRecord> DoneOf(RunFolder run, RunPart part, StageShare share)
    {
        string stage = Path.Combine(run.Path, part.Folder), marks = FolderOf(run, part.Folder);
        string? left = part.Name switch
        {
            RunPart.Regions when share.Merge is not null => new CorrectionFiles(stage).Decisions,
            RunPart.Pixels => new CorrectionFiles(stage).PixelCounts(share.Shard),
            _ => null,
        };
        return !Directory.Exists(marks) ? [] : Directory.EnumerateFiles(marks, $"{part.Name}.{(share.Merge is null ? NameOf(share) : "merge-of-*")}.json")
            .Select(file => RunFileKinds.Shard.ReadIfUsable(file, [])).OfType<ShardRecord>().Where(mark => mark.State == Done
                && (mark.Fingerprint is not { } own || (StageFolder.FingerprintOf(stage) == own
                    && (left is null || File.Exists(left) || StageFolder.HasFinished(stage, own)))));
    }

    /// <summary>Removes the marks of all that was done for a stage and those after it, as its files are gone or have changed; of all parts, where the settings
    /// have. A share that does so goes on.</summary>
    public static void Clear(RunFolder run, string stage = RunPart.Inputs)
    {
        string[] stages = [RunPart.Inputs, .. new[] { run.Predictions, run.PixelLabels, run.Aggregation, run.Correction, run.Adaptation }
            .Select(folder => Path.GetFileName(folder)), RunPart.Evaluate];
        foreach (string file in stages.SkipWhile(s => s != stage).Select(s => FolderOf(run, s)).Where(Directory.Exists)
            .SelectMany(Directory.EnumerateFiles).Where(file => !AtomicFile.IsTemporary(file) && RunFileKinds.Shard.ReadIfUsable(file, [])?.State != Running))
        {
            File.Delete(file);
        }
    }

    /// <summary>Removes the marks of a part's shards.</summary>
    public static void ClearShards(RunFolder run, RunPart part, int shards)
    {
        for (int i = 1; i <= shards; i++)
        {
            File.Delete(PathOf(run, part, NameOf(StageShare.Of(new Shard(i, shards)))));
        }
    }

    /// <summary>Marks a share as begun.</summary>
    public static ShardRecord Begin(RunFolder run, RunPart part, StageShare share) => Write(run, part, new ShardRecord(
        part.Name, NameOf(share), Running, Environment.MachineName, Environment.ProcessId, DateTime.UtcNow) { Job = JobOfThisProcess() });

    /// <summary>Marks a share as ended: done with a fingerprint, or failed for a reason.</summary>
    public static void End(RunFolder run, RunPart part, ShardRecord begun, string? fingerprint, string? error)
    {
        using Process own = Process.GetCurrentProcess();
        Write(run, part, begun with
        {
            State = error is null ? Done : Failed, Fingerprint = fingerprint, Error = error, Ended = DateTime.UtcNow,
            CpuSeconds = Math.Round(own.TotalProcessorTime.TotalSeconds, 3), PeakMemory = own.PeakWorkingSet64,
        });
    }

    /// <summary>Touches the mark of a share from time to time, until disposed: a process that was killed is told from one that works.</summary>
    public static IDisposable KeepAlive(RunFolder run, RunPart part, ShardRecord begun) => new Timer(
        _ => _ = Unreadable.FaultOf(() => File.SetLastWriteTimeUtc(PathOf(run, part, begun.Share), DateTime.UtcNow)), null, Sign, Sign);

    private static ShardRecord Write(RunFolder run, RunPart part, ShardRecord record)
    {
        RunFileKinds.Shard.Write(PathOf(run, part, record.Share), record);
        return record;
    }

    private static string? JobOfThisProcess()
    {
        string? array = Environment.GetEnvironmentVariable("SLURM_ARRAY_JOB_ID"), job = Environment.GetEnvironmentVariable("SLURM_JOB_ID");
        return array is null ? job : $"{array}_{Environment.GetEnvironmentVariable("SLURM_ARRAY_TASK_ID")}";
    }
}
