using System.Collections.Immutable;

namespace SeCo.Checkpoints;

/// <summary>Sizes of tensors in elements and bytes, safe against overflow.</summary>
internal static class ElementLayout
{
    /// <summary>More dimensions than any real tensor has; libtorch allows as many.</summary>
    public const int MaxDimensions = 64;

    /// <summary>Elements of a tensor; false where a size is negative or the product exceeds 63 bits.</summary>
    public static bool TryCount(ReadOnlySpan<long> shape, out long count)
    {
        // A size of zero makes the tensor empty, whatever the other sizes multiply to.
        count = shape.Contains(0) ? 0 : 1;
        foreach (long size in shape)
        {
            if (size < 0 || (count > 0 && size > long.MaxValue / count))
            {
                return false;
            }

            count *= size;
        }

        return true;
    }

    /// <summary>Bytes of a contiguous tensor; false where a size is negative or the product exceeds 63 bits.</summary>
    public static bool TryByteCount(DType type, ReadOnlySpan<long> shape, out long bytes)
    {
        int size = type.ElementSize();
        bool fits = TryCount(shape, out long count) && count <= long.MaxValue / size;
        bytes = fits ? count * size : 0;
        return fits;
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
}
