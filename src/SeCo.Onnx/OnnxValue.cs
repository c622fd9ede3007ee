using Microsoft.ML.OnnxRuntime.Tensors;

namespace SeCo.Onnx;

/// <summary>An input or output as a file declares it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its numbers.</param>
/// <param name="Shape">The length of each axis: a number, or a name or formula where it is free. None where nothing is declared.</param>
internal sealed record OnnxValue(string Name, TensorElementType Type, IReadOnlyList<string> Shape)
{
    /// <summary>What a session says of a value.</summary>
    public static OnnxValue Of(KeyValuePair<string, NodeMetadata> value) => new(
        value.Key, value.Value.IsTensor ? value.Value.ElementDataType : TensorElementType.DataTypeMax, !value.Value.IsTensor ? []
            : [.. value.Value.Dimensions.Zip(value.Value.SymbolicDimensions, (n, name) => n > 0 ? $"{n}" : string.IsNullOrEmpty(name) ? "?" : name)]);

    /// <summary>The length of an axis; null where it is free.</summary>
    public int? Size(int axis) => axis < Shape.Count && int.TryParse(Shape[axis], NumberStyles.None, CultureInfo.InvariantCulture, out int size) ? size : null;

    /// <summary>Whether the numbers are whole.</summary>
    public bool IsWhole => Type is TensorElementType.Int64 or TensorElementType.Int32 or TensorElementType.UInt8 or TensorElementType.Int8;

    /// <summary>Whether the numbers are floating point.</summary>
    public bool IsReal => Type is TensorElementType.Float or TensorElementType.Float16 or TensorElementType.Double;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Name}: {(Type == TensorElementType.DataTypeMax ? "no tensor" : Type.ToString().ToLowerInvariant())} [{string.Join(", ", Shape)}]";
}
