namespace SeCo.Torch;

public sealed partial class Tensor
{
    /// <summary>A copy of the elements in row-major order, from whatever device and memory format.</summary>
    /// <typeparam name="T">The .NET type of the elements; it must fit <see cref="DType"/>: convert first with <see cref="To(SeCo.DType)"/>.</typeparam>
    /// <exception cref="InvalidOperationException">The elements are of another type.</exception>
    public T[] ToArray<T>()
        where T : unmanaged
    {
        T[] values = new T[ElementCount];
        CopyTo<T>(values);
        return values;
    }

    /// <summary>Copies the elements, in row-major order, into memory of the caller.</summary>
    /// <typeparam name="T">The .NET type of the elements.</typeparam>
    /// <param name="destination">Exactly as long as <see cref="ElementCount"/>.</param>
    /// <exception cref="InvalidOperationException">The elements are of another type.</exception>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    public void CopyTo<T>(Span<T> destination)
        where T : unmanaged
    {
        if (DTypes.Of<T>() != DType)
        {
            throw new InvalidOperationException($"{this} cannot be read as {typeof(T).Name}; convert it first with To(DType.{DTypes.Of<T>()}).");
        }

        if (destination.Length != ElementCount)
        {
            throw new ArgumentException($"{this} has {ElementCount} elements; the destination has {destination.Length}.", nameof(destination));
        }

        CopyBytesTo(MemoryMarshal.AsBytes(destination));
    }

    /// <summary>A copy of the elements as raw little-endian bytes, in row-major order. Works for every type, bfloat16 too.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[ElementCount * DType.ElementSize()];
        CopyBytesTo(bytes);
        return bytes;
    }

    /// <summary>The value of a tensor with one element.</summary>
    /// <exception cref="InvalidOperationException">The tensor has not exactly one element.</exception>
    public double Item()
    {
        if (ElementCount != 1)
        {
            throw new InvalidOperationException($"{this} has {ElementCount} elements; Item() reads a tensor that has one.");
        }

        return new TensorData(DType, [], ToBytes()).ToDoubles()[0];
    }

    private void CopyBytesTo(Span<byte> destination)
    {
        using TensorScope scope = TensorScope.Open();
        Tensor source = To(Device.Cpu).Contiguous();
        source.Memory().CopyTo(destination);
        GC.KeepAlive(source);
    }
}
