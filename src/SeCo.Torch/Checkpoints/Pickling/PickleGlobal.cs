namespace SeCo.Torch.Checkpoints.Pickling;

/// <summary>What an allowed name of a pickle stands for.</summary>
internal enum PickleGlobalKind
{
    OrderedDictionary,
    Tensor,
    TensorOfType,
    Parameter,
    Size,
    StorageClass,
    ElementType,
    NumberType,
    Number,
    Bytes,
}

/// <summary>An allowed name: a word that the reader knows, never code.</summary>
/// <param name="FullName">Module and name, as Python writes them.</param>
/// <param name="Kind">What it stands for.</param>
/// <param name="DType">The element type of a storage class or of an element type; null for an untyped storage.</param>
internal sealed record PickleGlobal(string FullName, PickleGlobalKind Kind, DType? DType = null);
