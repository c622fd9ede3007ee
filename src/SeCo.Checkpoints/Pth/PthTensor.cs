namespace SeCo.Checkpoints;

/// <summary>A tensor of a PyTorch file: a view of one of its storages, read when asked for.</summary>
public sealed class PthTensor
{
    private readonly PthStorage _storage;
    private readonly long _byteOffset;
    private readonly long[] _strides;
    private readonly int _byteCount;

    internal PthTensor(PthStorage storage, long byteOffset, DType type, ImmutableArray<long> shape, long[] strides, int byteCount) =>
        (_storage, _byteOffset, Type, Shape, _strides, _byteCount) = (storage, byteOffset, type, shape, strides, byteCount);

    /// <summary>The type of the elements.</summary>
    public DType Type { get; }

    /// <summary>The sizes; empty for a scalar.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>Reads the elements, in row-major order whatever the strides in the file.</summary>
    /// <exception cref="CheckpointException">The bytes cannot be read.</exception>
    public TensorData Read()
    {
        byte[] bytes = new byte[_byteCount];
        ReadInto(bytes);
        return new TensorData(Type, Shape, bytes);
    }

    /// <summary>Reads the elements into memory of the caller, in row-major order.</summary>
    internal void ReadInto(Span<byte> destination)
    {
        ElementLayout.CheckLength(destination, _byteCount);
        int size = Type.ElementSize();
        if (_byteCount > 0 && IsContiguous())
        {
            _storage.Read(destination, _byteOffset, size);
        }
        else if (_byteCount > 0)
        {
            byte[] span = new byte[Extent(Shape.AsSpan(), _strides) * size];
            _storage.Read(span, _byteOffset, size);
            ElementLayout.CopyStrided(span, Shape.AsSpan(), _strides, size, destination);
        }
    }

    /// <summary>Elements from the first to the last that a view touches, both included; the view is not empty, and sizes and strides were checked.</summary>
    internal static long Extent(ReadOnlySpan<long> shape, ReadOnlySpan<long> strides)
    {
        long extent = 1;
        for (int d = 0; d < shape.Length; d++)
        {
            extent = checked(extent + ((shape[d] - 1) * strides[d]));
        }

        return extent;
    }

    private bool IsContiguous()
    {
        long[] expected = ElementLayout.Strides(Shape.AsSpan());
        return Enumerable.Range(0, Shape.Length).All(d => Shape[d] == 1 || _strides[d] == expected[d]);
    }
}
