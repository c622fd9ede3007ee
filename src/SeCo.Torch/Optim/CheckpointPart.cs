using SeCo.Torch.Checkpoints;

namespace SeCo.Torch.Optim;

/// <summary>The tensors of a checkpoint whose names begin with a prefix, under the rest of their names. Does not own the checkpoint.</summary>
internal sealed class CheckpointPart(ICheckpoint whole, string prefix) : ICheckpoint
{
    /// <inheritdoc/>
    public string Path => whole.Path;

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } = [.. whole.Names.Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Select(n => n[prefix.Length..])];

    /// <inheritdoc/>
    public bool Contains(string name) => whole.Contains(prefix + name);

    /// <inheritdoc/>
    public TensorDescription Describe(string name) => whole.Describe(prefix + name) with { Name = name };

    /// <inheritdoc/>
    public TensorData Read(string name) => whole.Read(prefix + name);

    /// <inheritdoc/>
    public void ReadInto(string name, Span<byte> destination) => whole.ReadInto(prefix + name, destination);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
