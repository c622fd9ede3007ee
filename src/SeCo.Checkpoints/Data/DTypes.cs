namespace SeCo;

/// <summary>Facts about element types.</summary>
public static class DTypes
{
    /// <summary>A row for each type.</summary>
    internal static readonly DTypeNames[] All =
    [
        new(DType.Bool, 1, typeof(bool), "|b1", "BOOL", "Bool", "bool"),
        new(DType.UInt8, 1, typeof(byte), "|u1", "U8", "Byte", "uint8"),
        new(DType.Int8, 1, typeof(sbyte), "|i1", "I8", "Char", "int8"),
        new(DType.UInt16, 2, typeof(ushort), "<u2", null, null),
        new(DType.Int16, 2, typeof(short), "<i2", "I16", "Short", "int16", "short"),
        new(DType.Int32, 4, typeof(int), "<i4", "I32", "Int", "int32", "int"),
        new(DType.Int64, 8, typeof(long), "<i8", "I64", "Long", "int64", "long"),
        new(DType.Float16, 2, typeof(Half), "<f2", "F16", "Half", "float16", "half"),
        new(DType.BFloat16, 2, null, null, "BF16", "BFloat16", "bfloat16"),
        new(DType.Float32, 4, typeof(float), "<f4", "F32", "Float", "float32", "float"),
        new(DType.Float64, 8, typeof(double), "<f8", "F64", "Double", "float64", "double"),
    ];

    /// <summary>The names that NumPy files may have, for messages.</summary>
    internal static string NumpyNames => string.Join(", ", All.Select(t => t.Numpy).OfType<string>());

    /// <summary>Bytes of one element.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not one of the enumeration.</exception>
    public static int ElementSize(this DType type) => type.Names().Size;

    /// <summary>True for the four floating-point types, the only ones that can carry gradients.</summary>
    public static bool IsFloatingPoint(this DType type) => type is DType.Float16 or DType.Float32 or DType.Float64 or DType.BFloat16;

    /// <summary>The element type of a .NET type's values: <c>float</c> is <see cref="DType.Float32"/>.</summary>
    /// <exception cref="NotSupportedException">No element type stores this .NET type.</exception>
    public static DType Of<T>()
        where T : unmanaged =>
        Find<T>()?.Type ?? throw new NotSupportedException(
            $"There are no elements of type {typeof(T).Name}; use float, double, long, int, short, sbyte, byte, bool, ushort or Half.");

    /// <summary>The row of a .NET type; null where no element type stores it.</summary>
    internal static DTypeNames? Find<T>() => Array.Find(All, t => t.Net == typeof(T));

    /// <summary>The row of a type.</summary>
    internal static DTypeNames Names(this DType type) =>
        Array.Find(All, t => t.Type == type) ?? throw new ArgumentOutOfRangeException(nameof(type), type, "not an element type");
}

/// <summary>What each format calls an element type, null where it cannot hold it: <c>&lt;f4</c> in a NumPy file, <c>F32</c> in a safetensors file,
/// <c>torch.FloatStorage</c>, of which the start stands here, and <c>torch.float32</c> in PyTorch's.</summary>
internal sealed record DTypeNames(DType Type, int Size, Type? Net, string? Numpy, string? Safetensors, string? Storage, params string[] Torch);
