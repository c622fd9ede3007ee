namespace SeCo.Checkpoints;

/// <summary>An array as plain memory: no library needed, nothing to dispose.</summary>
public sealed class TensorData
{
    /// <summary>Wraps the bytes of an array.</summary>
    /// <param name="type">The type of the elements.</param>
    /// <param name="shape">The sizes; empty for a single number.</param>
    /// <param name="bytes">The elements (not copied), little-endian, contiguous, last dimension innermost.</param>
    /// <exception cref="ArgumentException">The bytes are more or fewer than type and shape say.</exception>
    public TensorData(DType type, ImmutableArray<long> shape, ReadOnlyMemory<byte> bytes)
    {
        if (!ElementLayout.TryByteCount(type, shape.AsSpan(), out long expected) || expected != bytes.Length)
        {
            throw new ArgumentException($"A {type} tensor of shape {ElementLayout.Text(shape)} does not have {bytes.Length} bytes.", nameof(bytes));
        }

        (Type, Shape, Bytes) = (type, shape, bytes);
    }

    /// <summary>The type of the elements.</summary>
    public DType Type { get; }

    /// <summary>The sizes; empty for a single number.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>The elements, little-endian, contiguous, last dimension innermost.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The number of elements.</summary>
    public int Count => Bytes.Length / Type.ElementSize();

    /// <summary>An array holding a copy of the given values.</summary>
    /// <typeparam name="T">float, double, Half, byte, sbyte, ushort, short, int, long or bool.</typeparam>
    /// <exception cref="ArgumentException">Another type, or a shape that does not hold as many values.</exception>
    public static TensorData From<T>(ImmutableArray<long> shape, ReadOnlySpan<T> values)
        where T : unmanaged =>
        new(
            DTypes.Find<T>()?.Type ?? throw new ArgumentException($"An array has no elements of type {typeof(T).Name}.", nameof(values)),
            shape, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>The elements as stored, without a copy.</summary>
    /// <typeparam name="T">The .NET type of <see cref="Type"/>: float, double, Half, byte (also for booleans), sbyte, ushort, short, int or long.</typeparam>
    /// <exception cref="InvalidOperationException">The array holds another type.</exception>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged
    {
        DType? asked = DTypes.Find<T>()?.Type;
        return asked == Type || (asked, Type) == (DType.UInt8, DType.Bool)
            ? MemoryMarshal.Cast<byte, T>(Bytes.Span)
            : throw new InvalidOperationException(
                $"The array holds {Type}, asked for {typeof(T).Name}. Use {nameof(ToSingles)} or {nameof(ToDoubles)} to convert.");
    }

    /// <summary>The elements as 32-bit floats, converted where they are of another type (64-bit values are rounded, true is 1).</summary>
    public float[] ToSingles() => Type switch
    {
        DType.Float32 => Values<float>().ToArray(),
        DType.Int64 => Map<long, float>(v => v),
        DType.Int32 => Map<int, float>(v => v),
        _ => Array.ConvertAll(ToDoubles(), v => (float)v),
    };

    /// <summary>The elements as 64-bit floats, converted where they are of another type (true is 1).</summary>
    public double[] ToDoubles() => Type switch
    {
        DType.Float64 => Values<double>().ToArray(),
        DType.Float32 => Map<float, double>(v => v),
        DType.Float16 => Map<Half, double>(v => (double)v),
        DType.BFloat16 => Map<ushort, double>(v => BitConverter.UInt32BitsToSingle((uint)v << 16)),
        DType.Bool => Map<byte, double>(v => v == 0 ? 0 : 1),
        DType.UInt8 => Map<byte, double>(v => v),
        DType.Int8 => Map<sbyte, double>(v => v),
        DType.UInt16 => Map<ushort, double>(v => v),
        DType.Int16 => Map<short, double>(v => v),
        DType.Int32 => Map<int, double>(v => v),
        _ => Map<long, double>(v => v),
    };

    private TTo[] Map<TFrom, TTo>(Func<TFrom, TTo> convert)
        where TFrom : unmanaged => Array.ConvertAll(MemoryMarshal.Cast<byte, TFrom>(Bytes.Span).ToArray(), v => convert(v));
}
