namespace SeCo.Torch;

/// <summary>Facts about element types.</summary>
public static class DTypeExtensions
{
    /// <summary>Bytes of one element.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not one of the enumeration.</exception>
    public static int ElementSize(this DType type) => type switch
    {
        DType.UInt8 or DType.Int8 or DType.Bool => 1,
        DType.Int16 or DType.Float16 or DType.BFloat16 => 2,
        DType.Int32 or DType.Float32 => 4,
        DType.Int64 or DType.Float64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not an element type"),
    };

    /// <summary>True for the four floating-point types, the only ones that can carry gradients.</summary>
    public static bool IsFloatingPoint(this DType type) => type is DType.Float16 or DType.Float32 or DType.Float64 or DType.BFloat16;

    /// <summary>The element type that stores values of a .NET type: <c>float</c> is <see cref="DType.Float32"/>.</summary>
    /// <exception cref="NotSupportedException">No element type stores this .NET type.</exception>
    public static DType Of<T>()
        where T : unmanaged
    {
        return default(T) switch
        {
            float => DType.Float32,
            long => DType.Int64,
            byte => DType.UInt8,
            int => DType.Int32,
            double => DType.Float64,
            bool => DType.Bool,
            short => DType.Int16,
            sbyte => DType.Int8,
            Half => DType.Float16,
            _ => throw new NotSupportedException(
                $"A tensor has no elements of type {typeof(T).Name}; use float, double, long, int, short, sbyte, byte, bool or Half."),
        };
    }
}
