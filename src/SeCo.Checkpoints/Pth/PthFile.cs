namespace SeCo.Checkpoints;

/// <summary>Reads what <c>torch.save</c> wrote, in the zip and in the legacy format, without executing anything of it.</summary>
/// <remarks>Source: the formats as torch 0.4 to 2.10 write them. A <c>.pth</c> file is a program for Python's unpickler; this reader knows only the
/// instructions that build tensors, dictionaries, lists, tuples, strings and numbers, and refuses everything else by name. The file stays open: tensors are
/// read one by one when asked for.</remarks>
public sealed class PthFile : IDisposable
{
    private readonly CheckpointBytes _file;

    private PthFile(CheckpointBytes file, object? root) => (_file, Root) = (file, root);

    /// <summary>The file.</summary>
    public string Path => _file.Path;

    /// <summary>What was saved: null, bool, long, <see cref="System.Numerics.BigInteger"/>, double, string, byte[], a list (<see cref="IReadOnlyList{T}"/> of
    /// object), <see cref="PickleTuple"/>, <see cref="PickleMapping"/> or <see cref="PthTensor"/>. Lists and mappings may contain themselves, as in
    /// Python.</summary>
    public object? Root { get; }

    /// <summary>Opens a file, reads its object tree and checks that all its tensors lie within it.</summary>
    /// <exception cref="CheckpointException">The file cannot be opened, is malformed or truncated, or asks for an object that is refused.</exception>
    public static PthFile Open(string path) =>
        CheckpointBytes.Open(path, file => Read(file, orElse: "this is no file of torch.save: neither a zip archive nor a pickle"));

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Reads a zip archive, or a pickle of protocol 2 or later; of a file that starts as neither, the text is said.</summary>
    internal static PthFile Read(CheckpointBytes file, string orElse) => new(file, file.Start(4) switch
    {
        [(byte)'P', (byte)'K', 3, 4] => PthZipLayout.Read(file),
        [(byte)PickleOpcode.Protocol, >= 2 and <= 5, ..] => PthLegacyLayout.Read(file),
        _ => throw file.Fault(orElse),
    });
}
