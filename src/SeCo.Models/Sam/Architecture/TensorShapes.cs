using SeCo.Checkpoints;

namespace SeCo.Models.Sam;

/// <summary>Names and shapes of a checkpoint, read with suspicion: a length that no network has is a fault.</summary>
internal sealed class TensorShapes(ICheckpoint checkpoint)
{
    private const long GreatestLength = 1 << 20;

    public string Path => checkpoint.Path;

    public bool Contains(string name) => checkpoint.Contains(name);

    /// <summary>The lengths of a tensor that must be there and of this rank.</summary>
    public int[] Of(string name, int rank)
    {
        if (!checkpoint.Contains(name))
        {
            throw new CheckpointException($"{Path}: there is no '{name}', which tells the architecture of a Segment Anything model. The file is incomplete; "
                + "get it again, or give the architecture to see all that is missing.");
        }

        TensorDescription found = checkpoint.Describe(name);
        if (found.Shape.Length != rank || found.Shape.Any(length => length is < 1 or > GreatestLength))
        {
            throw new CheckpointException($"{Path}: '{name}' has the shape [{string.Join(", ", found.Shape)}], expected {rank} lengths of at least 1.");
        }

        return [.. found.Shape.Select(length => (int)length)];
    }

    /// <summary>How many of <c>before.0.after</c>, <c>before.1.after</c>, … there are without a gap.</summary>
    public int Count(string before, string after)
    {
        int count = 0;
        while (Contains($"{before}.{count}.{after}"))
        {
            count++;
        }

        return count;
    }

    public CheckpointException Fault(string what) => new($"{Path}: {what}");
}
