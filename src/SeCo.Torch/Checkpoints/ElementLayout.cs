using System.Collections.Immutable;

namespace SeCo.Torch.Checkpoints;

/// <summary>Sizes of elements and tensors in bytes, safe against overflow.</summary>
internal static class ElementLayout
{
    /// <summary>More dimensions than any real tensor has; libtorch allows as many.</summary>
    public const int MaxDimensions = 64;

    /// <summary>Bytes of one element.</summary>
    public static int ByteCount(DType type) => type switch
    {
        DType.UInt8 or DType.Int8 or DType.Bool => 1,
        DType.Int16 or DType.Float16 or DType.BFloat16 => 2,
        DType.Int32 or DType.Float32 => 4,
        DType.Int64 or DType.Float64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "This element type is not one that checkpoints hold."),
    };

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
        int size = ByteCount(type);
        bool fits = TryCount(shape, out long count) && count <= long.MaxValue / size;
        bytes = fits ? count * size : 0;
        return fits;
    }

    /// <summary>A shape as text: <c>[64, 3, 7, 7]</c>.</summary>
    public static string Text(ImmutableArray<long> shape) => $"[{string.Join(", ", shape)}]";
}
