namespace SeCo.Torch.Checkpoints;

/// <summary>A checkpoint, or a part of it, under other names. It owns the checkpoint below.</summary>
internal sealed class RenamedCheckpoint : ICheckpoint
{
    private readonly ICheckpoint _inner;
    private readonly OrderedDictionary<string, string> _innerNames = [];

    /// <summary>Takes a checkpoint over.</summary>
    /// <param name="inner">The checkpoint; disposed with this one.</param>
    /// <param name="rename">The new name of each old one; null leaves the tensor out.</param>
    /// <exception cref="CheckpointException">Two tensors would have the same name.</exception>
    public RenamedCheckpoint(ICheckpoint inner, Func<string, string?> rename)
    {
        _inner = inner;
        foreach (string old in inner.Names)
        {
            if (rename(old) is { } name && !_innerNames.TryAdd(name, old))
            {
                throw new CheckpointException($"{inner.Path}: '{_innerNames[name]}' and '{old}' would both be '{name}'.");
            }
        }

        Names = [.. _innerNames.Keys];
    }

    public string Path => _inner.Path;

    public IReadOnlyList<string> Names { get; }

    public bool Contains(string name) => _innerNames.ContainsKey(name);

    public TensorDescription Describe(string name) => _inner.Describe(InnerName(name)) with { Name = name };

    public TensorData Read(string name) => _inner.Read(InnerName(name));

    public void ReadInto(string name, Span<byte> destination) => _inner.ReadInto(InnerName(name), destination);

    public void Dispose() => _inner.Dispose();

    private string InnerName(string name) =>
        _innerNames.TryGetValue(name, out string? old) ? old : throw new CheckpointException($"{Path}: there is no tensor '{name}' among {Names.Count}.");
}
