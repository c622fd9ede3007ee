using System.Numerics.Tensors;

namespace SeCo.Checkpoints;

/// <summary>Reads a NumPy file piece by piece, for arrays that should never be in memory as a whole.</summary>
public sealed class NpyReader : IDisposable
{
    private readonly FileStream _stream;
    private readonly string _path;
    private readonly int[] _shape;

    private NpyReader(FileStream stream, string path, DType type, int[] shape) => (_stream, _path, Type, _shape) = (stream, path, type, shape);

    /// <summary>The element type.</summary>
    public DType Type { get; }

    /// <summary>The length of each axis.</summary>
    public ReadOnlySpan<int> Shape => _shape;

    /// <summary>Opens a file and reads its header.</summary>
    /// <exception cref="CheckpointException">Not a NumPy file, damaged, cut short, of a type that is not read, or in Fortran order.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NpyReader Open(string path) =>
        new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan).HandTo(stream =>
        {
            NpyHeader header = NpyHeader.Read(stream, path);
            return header.IsFortranOrder && header.Shape.Length > 1
                ? throw new CheckpointException($"{path}: the array is in Fortran order, expected C order. Save it through numpy.ascontiguousarray.")
                : new NpyReader(stream, path, header.Type, header.Shape);
        });

    /// <summary>Reads the next values as shares: floats as they are, bytes divided by 255.</summary>
    /// <param name="values">Takes the values, in C order.</param>
    /// <param name="raw">Where given, is told the bytes as stored.</param>
    /// <exception cref="CheckpointException">The array holds something else than <c>&lt;f4</c>, <c>&lt;f2</c> or <c>|u1</c>, or ends.</exception>
    public void ReadShares(Span<float> values, Action<ReadOnlySpan<byte>>? raw = null)
    {
        if (Type == DType.Float32)
        {
            Read(MemoryMarshal.AsBytes(values), raw);
            return;
        }

        if (Type is not (DType.Float16 or DType.UInt8))
        {
            throw new CheckpointException(
                $"{_path}: elements of type {Type.Names().Numpy}, expected <f4, <f2 or |u1 (probability times 255). Save the array with "
                    + "astype(numpy.float32).");
        }

        byte[] stored = ArrayPool<byte>.Shared.Rent(values.Length * Type.ElementSize());
        try
        {
            Span<byte> bytes = stored.AsSpan(0, values.Length * Type.ElementSize());
            Read(bytes, raw);
            if (Type == DType.Float16)
            {
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes), values);
                return;
            }

            TensorPrimitives.ConvertChecked<byte, float>(bytes, values);
            TensorPrimitives.Divide(values, byte.MaxValue, values);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(stored);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private void Read(Span<byte> bytes, Action<ReadOnlySpan<byte>>? raw)
    {
        if (_stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new CheckpointException($"{_path}: the file is cut short.");
        }

        raw?.Invoke(bytes);
    }
}
