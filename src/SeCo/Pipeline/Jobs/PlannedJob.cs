namespace SeCo.Pipeline.Jobs;

/// <summary>A job of a cluster: shards of a part of a run, or what needs all of its images.</summary>
/// <param name="Part">The part.</param>
/// <param name="Shards">The shards that are to run, from 1; none: the merge, or a part without shards.</param>
/// <param name="Of">How many shards the part has; 0 where it has none.</param>
public sealed record PlannedJob(RunPart Part, IReadOnlyList<int> Shards, int Of)
{
    /// <summary>The name: <c>regions</c>, <c>regions-merge</c>; letters and dashes alone.</summary>
    public string Name => Part.Name + (Shards.Count == 0 && Of > 0 ? "-merge" : string.Empty);

    /// <summary>The name of the log of a share, below the folder of logs, with a text for the number of the shard.</summary>
    public string LogOf(string shard) =>
        $"{Part.Name}.{(Shards.Count > 0 ? $"{shard}-of-{Of}" : Of > 0 ? $"merge-of-{Of}" : "whole")}.log";

    /// <summary>What the job asks of <c>seco run</c>, with a text for the number of the shard; for <c>seco run</c> to read, not for a shell.</summary>
    public IReadOnlyList<string> Arguments(string shard) =>
        ["--part", Part.Name, .. Shards.Count > 0 ? ["--shard", shard] : Of > 0 ? ["--merge", $"{Of}"] : Array.Empty<string>()];
}
