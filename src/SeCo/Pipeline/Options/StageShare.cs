namespace SeCo.Pipeline;

/// <summary>How much of a stage one call does: all of it, one shard's images, or the putting together after all shards.</summary>
public sealed record StageShare
{
    private StageShare()
    {
    }

    /// <summary>The whole stage.</summary>
    public static StageShare Whole { get; } = new();

    /// <summary>The images of one shard; null otherwise.</summary>
    public Shard? Shard { get; private init; }

    /// <summary>The number of shards to put together; null otherwise.</summary>
    public int? Merge { get; private init; }

    /// <summary>The part of the run that is meant (<see cref="RunPart"/>); null: for a shard the stage's first one, else all that is left of the
    /// stage.</summary>
    public string? Part { get; init; }

    /// <summary>True where other processes may be at work in the same folder.</summary>
    public bool IsShared => Shard is not null;

    /// <summary>Only the images of one shard.</summary>
    public static StageShare Of(Shard shard) => new() { Shard = shard };

    /// <summary>After all shards: what needs every image, then the stage is finished.</summary>
    public static StageShare MergeOf(int shards)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shards, 1);
        return new() { Merge = shards };
    }
}
