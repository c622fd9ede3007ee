namespace SeCo.Checkpoints;

/// <summary>Sizes of tensors in elements and bytes, safe against overflow.</summary>
internal static class ElementLayout
{
    /// <summary>More dimensions than any real tensor has; libtorch allows as many.</summary>
    public const int MaxDimensions = 64;

    /// <summary>Bytes of a contiguous tensor; false where a size is negative or the product exceeds 63 bits.</summary>
    public static bool TryByteCount(DType type, ReadOnlySpan<long> shape, out long bytes)
    {
        // A size of zero makes the tensor empty, whatever the other sizes multiply to.
        bytes = shape.Contains(0) ? 0 : type.ElementSize();
        foreach (long size in shape)
        {
            if (size < 0 || (bytes > 0 && size > long.MaxValue / bytes))
            {
                bytes = 0;
                return false;
            }

            bytes *= size;
        }

        return true;
    }

    /// <summary>Elements from one to the next along each dimension where they are contiguous, last dimension innermost.</summary>
    public static long[] Strides(ReadOnlySpan<long> shape)
    {
        long[] strides = new long[shape.Length];
        long stride = 1;
        for (int d = shape.Length - 1; d >= 0; d--)
        {
            strides[d] = stride;
            stride *= Math.Max(shape[d], 1);
        }

        return strides;
    }

    /// <summary>Copies elements of 1, 2, 4 or 8 bytes that lie apart to where they are contiguous, last dimension innermost. The sizes fill the target; the
    /// strides do not leave the source.</summary>
    public static void CopyStrided(ReadOnlySpan<byte> source, ReadOnlySpan<long> shape, ReadOnlySpan<long> strides, int elementSize, Span<byte> target)
    {
        switch (elementSize)
        {
            case 1: CopyStrided<byte>(source, shape, strides, target); break;
            case 2: CopyStrided<ushort>(source, shape, strides, target); break;
            case 4: CopyStrided<uint>(source, shape, strides, target); break;
            default: CopyStrided<ulong>(source, shape, strides, target); break;
        }
    }

    /// <summary>Refuses memory that does not have just the bytes of a tensor.</summary>
    public static void CheckLength(ReadOnlySpan<byte> destination, long bytes)
    {
        if (destination.Length != bytes)
        {
            throw new ArgumentException($"The tensor has {bytes} bytes; the destination has {destination.Length}.", nameof(destination));
        }
    }

    /// <summary>A shape as text: <c>[64, 3, 7, 7]</c>.</summary>
    public static string Text(ImmutableArray<long> shape) => $"[{string.Join(", ", shape)}]";

    private static void CopyStrided<T>(ReadOnlySpan<byte> sourceBytes, ReadOnlySpan<long> shape, ReadOnlySpan<long> strides, Span<byte> targetBytes)
        where T : unmanaged
    {
        ReadOnlySpan<T> source = MemoryMarshal.Cast<byte, T>(sourceBytes);
        Span<T> target = MemoryMarshal.Cast<byte, T>(targetBytes);
        long[] index = new long[shape.Length];
        long position = 0;
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = source[(int)position];
            for (int d = index.Length - 1; d >= 0; d--)
            {
                position += strides[d];
                if (++index[d] < shape[d])
                {
                    break;
                }

                position -= strides[d] * shape[d];
                index[d] = 0;
            }
        }
    }
}
