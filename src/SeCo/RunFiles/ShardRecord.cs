namespace SeCo.RunFiles;

/// <summary>How far a shard, or a merge, has come: <c>.cache/shards/FOLDER/PART.I-of-N.json</c> of a run folder.</summary>
/// <param name="Part">The part of the run.</param>
/// <param name="Share"><c>2-of-8</c>, <c>merge-of-8</c>, or <c>whole</c>.</param>
/// <param name="State"><c>running</c>, <c>done</c> or <c>failed</c>. One that was killed is still called running.</param>
/// <param name="Host">The machine.</param>
/// <param name="Process">The process there.</param>
/// <param name="Started">When it began, in UTC.</param>
public sealed record ShardRecord(string Part, string Share, string State, string Host, int Process, DateTime Started) : VersionedFile
{
    /// <summary>The settings and inputs that it is done with.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>The job that it was started by, as the scheduler names it.</summary>
    public string? Job { get; init; }

    /// <summary>When it ended, in UTC.</summary>
    public DateTime? Ended { get; init; }

    /// <summary>Seconds of processor time.</summary>
    public double? CpuSeconds { get; init; }

    /// <summary>The most memory that the process had, in bytes.</summary>
    public long? PeakMemory { get; init; }

    /// <summary>What went wrong.</summary>
    public string? Error { get; init; }
}
