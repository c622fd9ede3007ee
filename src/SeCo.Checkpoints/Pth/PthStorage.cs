namespace SeCo.Checkpoints;

/// <summary>A stretch of memory that tensors of a PyTorch file look at; its bytes are located once the file's layout is known. Without a type, its
/// elements are bytes.</summary>
internal sealed class PthStorage(string key, DType? type, long count)
{
    private CheckpointBytes? _file;
    private long _position;
    private long? _compressedLength;
    private bool _isBigEndian;

    public string Key => key;

    public DType? Type => type;

    /// <summary>Bytes of the storage; checked on creation not to overflow.</summary>
    public long ByteCount { get; } = count * ElementBytes(type);

    public static int ElementBytes(DType? type) => type is { } known ? known.ElementSize() : 1;

    /// <summary>Says where the bytes stand: as they are or, where a compressed length is given, deflated.</summary>
    public void Locate(CheckpointBytes file, long position, bool isBigEndian, long? compressedLength = null) =>
        (_file, _position, _isBigEndian, _compressedLength) = (file, position, isBigEndian, compressedLength);

    /// <summary>Reads bytes at an offset that was checked against <see cref="ByteCount"/>; elements' sizes are for files of big-endian machines.</summary>
    public void Read(Span<byte> destination, long offset, int elementSize)
    {
        CheckpointBytes file = _file ?? throw new InvalidOperationException($"Storage '{key}' was never located.");
        if (_compressedLength is { } length)
        {
            file.Inflate(_position, length, offset, destination, $"storage '{Printable.Short(key)}'");
        }
        else
        {
            file.Read(destination, _position + offset);
        }

        if (_isBigEndian)
        {
            for (int i = 0; i < destination.Length; i += elementSize)
            {
                destination.Slice(i, elementSize).Reverse();
            }
        }
    }
}
