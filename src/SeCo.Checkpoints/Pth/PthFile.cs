using SeCo.Checkpoints.Pickling;

namespace SeCo.Checkpoints;

/// <summary>Reads what <c>torch.save</c> wrote, in the zip and in the legacy format, without executing anything of it.</summary>
/// <remarks>Source: the formats as torch 0.4 to 2.10 write them. A <c>.pth</c> file is a program for Python's unpickler; this reader knows only the
/// instructions that build tensors, dictionaries, lists, tuples, strings and numbers, and refuses everything else by name. The file stays open: tensors are
/// read one by one when asked for.</remarks>
public sealed class PthFile : IDisposable
{
    private readonly CheckpointBytes _file;

    private PthFile(CheckpointBytes file, object? root)
    {
        _file = file;
        Root = root;
    }

    /// <summary>The file.</summary>
    public string Path => _file.Path;

    /// <summary>What was saved: null, bool, long, <see cref="System.Numerics.BigInteger"/>, double, string, byte[], a list (<see cref="IReadOnlyList{T}"/> of
    /// object), <see cref="PickleTuple"/>, <see cref="PickleMapping"/> or <see cref="PthTensor"/>. Lists and mappings may contain themselves, as in
    /// Python.</summary>
    public object? Root { get; }

    /// <summary>Opens a file, reads its object tree and checks that all its tensors lie within it.</summary>
    /// <exception cref="CheckpointException">The file cannot be opened, is malformed or truncated, or asks for an object that is refused.</exception>
    public static PthFile Open(string path) => CheckpointBytes.Open(path, file =>
    {
        Span<byte> start = stackalloc byte[4];
        start = start[..(int)Math.Min(start.Length, file.Length)];
        file.Read(start, 0);
        return IsZip(start) ? new PthFile(file, PthZipLayout.Read(file))
            : IsPickle(start) ? new PthFile(file, PthLegacyLayout.Read(file))
            : throw file.Fault("this is no file of torch.save: neither a zip archive nor a pickle");
    });

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>True where a file starts as a zip archive.</summary>
    internal static bool IsZip(ReadOnlySpan<byte> start) => start.StartsWith("PK\u0003\u0004"u8);

    /// <summary>True where a file starts as a pickle of protocol 2 or later.</summary>
    internal static bool IsPickle(ReadOnlySpan<byte> start) => start.Length >= 2 && start[0] == (byte)PickleOpcode.Protocol && start[1] is >= 2 and <= 5;
}
