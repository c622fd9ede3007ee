namespace SeCo.Torch.Checkpoints;

/// <summary>A checkpoint under names without the prefix that all of them share. It owns the checkpoint below.</summary>
internal sealed class RenamedCheckpoint : ICheckpoint
{
    private readonly ICheckpoint _inner;
    private readonly string _prefix;

    public RenamedCheckpoint(ICheckpoint inner, string prefix)
    {
        _inner = inner;
        _prefix = prefix;
        Names = [.. inner.Names.Select(n => n[prefix.Length..])];
    }

    public string Path => _inner.Path;

    public IReadOnlyList<string> Names { get; }

    public bool Contains(string name) => _inner.Contains(_prefix + name);

    public TensorDescription Describe(string name) => _inner.Describe(_prefix + name) with { Name = name };

    public TensorData Read(string name) => _inner.Read(_prefix + name);

    public void Dispose() => _inner.Dispose();
}
