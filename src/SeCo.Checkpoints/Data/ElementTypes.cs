namespace SeCo.Checkpoints;

/// <summary>What each format calls an element type: a row for each type, null where the format cannot hold it.</summary>
/// <param name="Type">The element type.</param>
/// <param name="Size">Bytes of one element.</param>
/// <param name="Net">The .NET type.</param>
/// <param name="Numpy">In a NumPy file, as <c>&lt;f4</c>.</param>
/// <param name="Safetensors">In a safetensors file, as <c>F32</c>.</param>
/// <param name="Storage">The start of PyTorch's storage class, as <c>Float</c> in <c>torch.FloatStorage</c>.</param>
/// <param name="Torch">PyTorch's names, as <c>float32</c> in <c>torch.float32</c>.</param>
internal sealed record ElementNames(ElementType Type, int Size, Type? Net, string? Numpy, string? Safetensors, string? Storage, params string[] Torch);

/// <summary>The element types of all formats.</summary>
internal static class ElementTypes
{
    public static readonly ElementNames[] All =
    [
        new(ElementType.Bool, 1, typeof(bool), "|b1", "BOOL", "Bool", "bool"),
        new(ElementType.UInt8, 1, typeof(byte), "|u1", "U8", "Byte", "uint8"),
        new(ElementType.Int8, 1, typeof(sbyte), "|i1", "I8", "Char", "int8"),
        new(ElementType.UInt16, 2, typeof(ushort), "<u2", null, null),
        new(ElementType.Int16, 2, typeof(short), "<i2", "I16", "Short", "int16", "short"),
        new(ElementType.Int32, 4, typeof(int), "<i4", "I32", "Int", "int32", "int"),
        new(ElementType.Int64, 8, typeof(long), "<i8", "I64", "Long", "int64", "long"),
        new(ElementType.Float16, 2, typeof(Half), "<f2", "F16", "Half", "float16", "half"),
        new(ElementType.BFloat16, 2, null, null, "BF16", "BFloat16", "bfloat16"),
        new(ElementType.Float32, 4, typeof(float), "<f4", "F32", "Float", "float32", "float"),
        new(ElementType.Float64, 8, typeof(double), "<f8", "F64", "Double", "float64", "double"),
    ];

    /// <summary>The names that NumPy files may have, for messages.</summary>
    public static string NumpyNames => string.Join(", ", All.Select(t => t.Numpy).OfType<string>());

    /// <summary>Bytes of one element.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not one of the enumeration.</exception>
    public static int Size(this ElementType type) => type.Names().Size;

    /// <summary>What the formats call a type.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not one of the enumeration.</exception>
    public static ElementNames Names(this ElementType type) =>
        Array.Find(All, t => t.Type == type) ?? throw new ArgumentOutOfRangeException(nameof(type), type, "not an element type");

    /// <summary>The type with a .NET type's elements, or null.</summary>
    public static ElementNames? Of<T>() => Array.Find(All, t => t.Net == typeof(T));
}
