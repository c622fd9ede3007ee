using System.Collections.Immutable;

namespace SeCo.Torch.Checkpoints;

/// <summary>A tensor to be written whose bytes are fetched only when its turn comes.</summary>
/// <param name="Name">The tensor's name, unique in the file.</param>
/// <param name="DType">The type of its elements.</param>
/// <param name="Shape">Its sizes; empty for a scalar.</param>
/// <param name="Read">Gives the elements: little-endian, contiguous, exactly as many bytes as type and shape say. Called once.</param>
public sealed record TensorSource(string Name, DType DType, ImmutableArray<long> Shape, Func<ReadOnlyMemory<byte>> Read)
{
    /// <summary>A source over a tensor in memory.</summary>
    public static TensorSource From(string name, TensorData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new TensorSource(name, data.DType, data.Shape, () => data.Bytes);
    }
}
