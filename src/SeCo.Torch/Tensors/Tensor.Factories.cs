namespace SeCo.Torch;

public sealed partial class Tensor
{
    /// <summary>A tensor on the CPU that holds a copy of the values, in row-major order.</summary>
    /// <typeparam name="T"><c>float</c>, <c>double</c>, <c>long</c>, <c>int</c>, <c>short</c>, <c>sbyte</c>, <c>byte</c>, <c>bool</c> or <c>Half</c>;
    /// it decides the element type.</typeparam>
    /// <param name="values">As many values as the shape has elements.</param>
    /// <param name="shape">Length along each dimension; none for a tensor of rank 1 that is as long as the values.</param>
    /// <exception cref="ArgumentException">The number of values does not fit the shape.</exception>
    public static Tensor From<T>(ReadOnlySpan<T> values, params ReadOnlySpan<long> shape)
        where T : unmanaged =>
        FromBytes(DTypes.Of<T>(), shape.IsEmpty ? [values.Length] : shape, MemoryMarshal.AsBytes(values));

    /// <inheritdoc cref="From{T}(ReadOnlySpan{T}, ReadOnlySpan{long})"/>
    public static Tensor From<T>(T[] values, params ReadOnlySpan<long> shape)
        where T : unmanaged =>
        From((ReadOnlySpan<T>)values, shape);

    /// <summary>A tensor on the CPU that holds a copy of raw little-endian elements, in row-major order.</summary>
    /// <param name="type">Type of the elements.</param>
    /// <param name="shape">Length along each dimension; empty for a single value.</param>
    /// <param name="bytes">The elements, exactly as many bytes as type and shape ask for.</param>
    /// <exception cref="ArgumentException">The number of bytes does not fit type and shape.</exception>
    public static unsafe Tensor FromBytes(DType type, ReadOnlySpan<long> shape, ReadOnlySpan<byte> bytes)
    {
        long expected = CountElements(shape) * type.ElementSize();
        if (bytes.Length != expected)
        {
            throw new ArgumentException(
                $"A {type} tensor of shape [{string.Join(", ", shape.ToArray())}] has {expected} bytes; found {bytes.Length}.", nameof(bytes));
        }

        Tensor tensor = Empty(shape, type);
        bytes.CopyTo(tensor.Memory());
        return tensor;
    }

    /// <summary>A tensor of rank 0. Against other tensors it counts as a number:
    /// it takes part in broadcasting and does not widen their type within the same kind.</summary>
    public static Tensor Scalar(double value, DType type = DType.Float32, Device device = default) => Full([], value, type, device);

    /// <summary>A tensor of zeros.</summary>
    public static Tensor Zeros(ReadOnlySpan<long> shape, DType type = DType.Float32, Device device = default) => Empty(shape, type, device).ZeroInPlace();

    /// <summary>A tensor of ones.</summary>
    public static Tensor Ones(ReadOnlySpan<long> shape, DType type = DType.Float32, Device device = default) => Full(shape, 1, type, device);

    /// <summary>A tensor that holds one value everywhere.</summary>
    public static Tensor Full(ReadOnlySpan<long> shape, double value, DType type = DType.Float32, Device device = default) =>
        Empty(shape, type, device).FillInPlace(value);

    /// <summary>The whole numbers 0…count-1.</summary>
    public static Tensor Range(int count, DType type = DType.Int64, Device device = default)
    {
        Tensor range = From<long>([.. Enumerable.Range(0, count).Select(i => (long)i)], count);
        return type == DType.Int64 && device == Device.Cpu ? range : range.To(type, device);
    }

    /// <summary>Zeros in the shape, type, device and memory format of another tensor.</summary>
    public static Tensor ZerosLike(Tensor other) => Operator.Call("aten::zeros_like"u8).Tensor(other).None().None().None().None().None().Return();

    /// <summary>Independent normal numbers of mean 0 and variance 1, drawn in row-major order.</summary>
    public static Tensor Gaussian(RandomSource random, ReadOnlySpan<long> shape, double standardDeviation = 1)
    {
        ArgumentNullException.ThrowIfNull(random);
        return Drawn(shape, () => standardDeviation * random.NextGaussian());
    }

    /// <summary>Independent numbers evenly spread over [low, high), drawn in row-major order.</summary>
    public static Tensor Uniform(RandomSource random, ReadOnlySpan<long> shape, double low = 0, double high = 1)
    {
        ArgumentNullException.ThrowIfNull(random);
        return Drawn(shape, () => random.NextDouble(low, high));
    }

    /// <summary>The memory of a tensor that is on the CPU, contiguous and under 2 GiB; only while the tensor lives.</summary>
    internal unsafe Span<byte> Memory()
    {
        Operator.ThrowIfFailed(NativeMethods.aoti_torch_get_data_ptr(Handle, out byte* data), "data_ptr", this);
        return new Span<byte>(data, checked((int)(ElementCount * DType.ElementSize())));
    }

    /// <summary>A tensor whose elements are not set yet: whatever lay in memory.</summary>
    public static unsafe Tensor Empty(ReadOnlySpan<long> shape, DType type = DType.Float32, Device device = default)
    {
        _ = CountElements(shape);
        device.EnsureUsable();
        Span<long> strides = stackalloc long[shape.Length];
        long stride = 1;
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= Math.Max(shape[i], 1);
        }

        fixed (long* sizesPointer = shape, stridesPointer = strides)
        {
            int status =
                NativeMethods.aoti_torch_empty_strided(shape.Length, sizesPointer, stridesPointer, (int)type, (int)device.Kind, device.Index, out nint handle);
            return status == 0
                ? new Tensor(handle)
                : throw new TorchException($"No memory on {device} for a {type} tensor of shape [{string.Join(", ", shape.ToArray())}].");
        }
    }

    private static Tensor Drawn(ReadOnlySpan<long> shape, Func<double> draw)
    {
        float[] values = new float[CountElements(shape)];
        foreach (ref float value in values.AsSpan())
        {
            value = (float)draw();
        }

        return FromBytes(DType.Float32, shape, MemoryMarshal.AsBytes<float>(values));
    }

    private static long CountElements(ReadOnlySpan<long> shape)
    {
        long count = 1;
        foreach (long length in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(length, nameof(shape));
            count = checked(count * length);
        }

        return count;
    }
}
