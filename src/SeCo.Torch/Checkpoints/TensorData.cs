using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace SeCo.Torch.Checkpoints;

/// <summary>A tensor as plain memory: no library needed, nothing to dispose.</summary>
public sealed class TensorData
{
    /// <summary>Wraps the bytes of a tensor.</summary>
    /// <param name="dtype">The type of the elements.</param>
    /// <param name="shape">The sizes; empty for a scalar.</param>
    /// <param name="bytes">The elements (not copied), little-endian, contiguous, last dimension innermost.</param>
    /// <exception cref="ArgumentException">The bytes are more or fewer than type and shape say.</exception>
    public TensorData(DType dtype, ImmutableArray<long> shape, ReadOnlyMemory<byte> bytes)
    {
        if (!ElementLayout.TryByteCount(dtype, shape.AsSpan(), out long expected) || expected != bytes.Length)
        {
            throw new ArgumentException($"A {dtype} tensor of shape {ElementLayout.Text(shape)} does not have {bytes.Length} bytes.", nameof(bytes));
        }

        DType = dtype;
        Shape = shape;
        Bytes = bytes;
    }

    /// <summary>The type of the elements.</summary>
    public DType DType { get; }

    /// <summary>The sizes; empty for a scalar.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>The elements, little-endian, contiguous, last dimension innermost.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The number of elements.</summary>
    public int Count => Bytes.Length / DType.ElementSize();

    /// <summary>A Float32 tensor holding a copy of the given values.</summary>
    /// <exception cref="ArgumentException">The values are more or fewer than the shape says.</exception>
    public static TensorData FromSingles(ImmutableArray<long> shape, ReadOnlySpan<float> values) =>
        new(DType.Float32, shape, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>An Int64 tensor holding a copy of the given values.</summary>
    /// <exception cref="ArgumentException">The values are more or fewer than the shape says.</exception>
    public static TensorData FromInt64s(ImmutableArray<long> shape, ReadOnlySpan<long> values) =>
        new(DType.Int64, shape, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>The elements as 32-bit floats, converted where they are of another type (64-bit values are rounded, true is 1).</summary>
    public float[] ToSingles()
    {
        return DType switch
        {
            DType.Float32 => Elements<float>().ToArray(),
            DType.Float16 => Convert<Half>(v => (float)v),
            DType.BFloat16 => Convert<ushort>(v => BitConverter.UInt32BitsToSingle((uint)v << 16)),
            DType.Float64 => Convert<double>(v => (float)v),
            DType.UInt8 => Convert<byte>(v => v),
            DType.Bool => Convert<byte>(v => v == 0 ? 0 : 1),
            DType.Int8 => Convert<sbyte>(v => v),
            DType.Int16 => Convert<short>(v => v),
            DType.Int32 => Convert<int>(v => v),
            _ => Convert<long>(v => v),
        };
    }

    private ReadOnlySpan<T> Elements<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Bytes.Span);

    private float[] Convert<T>(Func<T, float> toSingle)
        where T : unmanaged
    {
        ReadOnlySpan<T> source = Elements<T>();
        float[] values = new float[source.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = toSingle(source[i]);
        }

        return values;
    }
}
