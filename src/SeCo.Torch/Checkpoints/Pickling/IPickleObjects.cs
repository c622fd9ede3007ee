namespace SeCo.Torch.Checkpoints.Pickling;

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
