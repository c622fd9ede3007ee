namespace SeCo.Checkpoints.Pickling;

/// <summary>The few objects that a pickle may name, and what calling them builds. Nothing of the pickle is ever executed.</summary>
internal interface IPickleObjects
{
    /// <summary>The allowed object of this name, or null where it is refused.</summary>
    PickleGlobal? Find(string module, string name);

    /// <summary>Builds what the pickle asks for by calling an allowed object.</summary>
    /// <exception cref="PickleFaultException">The object is not one that can be called so.</exception>
    object? Call(PickleGlobal callable, PickleTuple arguments);

    /// <summary>True where an object that was built may have this state, which is dropped: it says nothing that is needed.</summary>
    bool MayHaveState(object? value, object? state);

    /// <summary>The object behind a persistent id: a storage.</summary>
    /// <exception cref="PickleFaultException">The id is malformed.</exception>
    object? Resolve(object? persistentId);
}

/// <summary>What an allowed name of a pickle stands for.</summary>
internal enum PickleGlobalKind
{
    OrderedDictionary,
    Tensor,
    TensorOfType,
    Parameter,
    Size,
    StorageClass,
    DType,
    NumberType,
    Number,
    Bytes,
}

/// <summary>An allowed name, module and name as Python writes them: a word that the reader knows, never code. An untyped storage has no type.</summary>
internal sealed record PickleGlobal(string FullName, PickleGlobalKind Kind, DType? Type = null);

/// <summary>A fault found while building an object; the reader adds file and position.</summary>
[SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "It never leaves the reader, which turns it into a CheckpointException.")]
internal sealed class PickleFaultException(string message) : Exception(message);
