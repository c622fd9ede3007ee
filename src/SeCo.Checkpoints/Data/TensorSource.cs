namespace SeCo.Checkpoints;

/// <summary>A tensor to be written whose bytes are fetched only when its turn comes.</summary>
/// <param name="Name">The tensor's name, unique in the file.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its sizes; empty for a scalar.</param>
/// <param name="Read">Gives the elements: little-endian, contiguous, exactly as many bytes as type and shape say. Called once.</param>
public sealed record TensorSource(string Name, DType Type, ImmutableArray<long> Shape, Func<ReadOnlyMemory<byte>> Read)
{
    /// <summary>A source over a tensor in memory.</summary>
    public static TensorSource From(string name, TensorData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new TensorSource(name, data.Type, data.Shape, () => data.Bytes);
    }

    internal long ByteCount() => ElementLayout.TryByteCount(Type, Shape.AsSpan(), out long bytes)
        ? bytes
        : throw new ArgumentException($"Tensor '{Name}' has the impossible shape {ElementLayout.Text(Shape)}.");

    internal ReadOnlyMemory<byte> Fetch()
    {
        ReadOnlyMemory<byte> bytes = Read();
        return bytes.Length == ByteCount()
            ? bytes
            : throw new ArgumentException($"Tensor '{Name}' gives {bytes.Length} bytes, but its type and shape need {ByteCount()}.");
    }
}
