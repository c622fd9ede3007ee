namespace SeCo.Checkpoints;

/// <summary>Opens checkpoints of any known format; the format is told by the content, not by the name.</summary>
public static class CheckpointFile
{
    /// <summary>Opens a safetensors file or a PyTorch file (zip or legacy).</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Which part of the file, and which prefix to take off the names; null for the defaults.</param>
    /// <returns>The tensors; the caller disposes it, which closes the file.</returns>
    /// <exception cref="CheckpointException">The file cannot be opened, is of another format, malformed, truncated, or refused.</exception>
    public static ICheckpoint Open(string path, CheckpointOptions? options = null)
    {
        options ??= new CheckpointOptions();
        return CheckpointBytes.Open<ICheckpoint>(path, file => SafetensorsHeader.Recognises(file.Start(SafetensorsHeader.StartLength), file.Length)
            ? SafetensorsFile.Read(file)
            : PthCheckpoint.From(
                PthFile.Read(file, orElse: "this is no checkpoint that can be read: neither safetensors nor a file of torch.save. It may be truncated or of "
                    + "another program"),
                options.Section,
                options.JoinedSections)).WithoutPrefix(options.Prefix);
    }

    /// <summary>The checkpoint under names without a prefix, where every name has it (and more); else the checkpoint itself.</summary>
    public static ICheckpoint WithoutPrefix(this ICheckpoint checkpoint, string prefix)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(prefix);
        bool isShared = prefix.Length > 0 && checkpoint.Names.Count > 0
            && checkpoint.Names.All(n => n.Length > prefix.Length && n.StartsWith(prefix, StringComparison.Ordinal));
        return isShared ? new RenamedCheckpoint(checkpoint, name => name[prefix.Length..]) : checkpoint;
    }

    /// <summary>The checkpoint under other names. The result owns the checkpoint, which is disposed with it.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="rename">The new name of each old one; null leaves the tensor out.</param>
    /// <exception cref="CheckpointException">Two tensors would have the same name; the checkpoint stays the caller's.</exception>
    public static ICheckpoint Renamed(this ICheckpoint checkpoint, Func<string, string?> rename)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(rename);
        return new RenamedCheckpoint(checkpoint, rename);
    }
}

/// <summary>A checkpoint, or a part of it, under other names. It owns the checkpoint below.</summary>
internal sealed class RenamedCheckpoint : ICheckpoint
{
    private readonly ICheckpoint _inner;
    private readonly OrderedDictionary<string, string> _innerNames = [];

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
