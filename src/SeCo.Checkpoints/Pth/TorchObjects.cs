namespace SeCo.Checkpoints;

/// <summary>The names that a PyTorch file may use, and the tensors built from them.
/// Source: what <c>torch.save</c> writes for tensors, torch 0.4 to 2.10.</summary>
/// <param name="fileLength">The size of the file, by which is judged what its views may have beyond their storages.</param>
internal sealed class TorchObjects(long fileLength) : IPickleObjects
{
    private static readonly Dictionary<string, PickleGlobal> Allowed = MakeAllowed();

    private readonly ReadBudget _budget = new(fileLength, fault => new PickleFaultException(fault));
    private readonly Dictionary<string, PthStorage> _storages = new(StringComparer.Ordinal);

    /// <summary>Every storage that the pickle named, in order of appearance.</summary>
    public IReadOnlyDictionary<string, PthStorage> Storages => _storages;

    public PickleGlobal? Find(string module, string name) => Allowed.GetValueOrDefault($"{module}.{name}");

    public object? Call(PickleGlobal callable, PickleTuple arguments) => callable.Kind switch
    {
        PickleGlobalKind.OrderedDictionary => MakeMapping(arguments),
        PickleGlobalKind.Tensor when arguments.Count is >= 4 and <= 7 => MakeTensor(arguments, null),
        PickleGlobalKind.TensorOfType when arguments.Count is 7 or 8 && arguments[6] is PickleGlobal { Kind: PickleGlobalKind.DType } type =>
            MakeTensor(arguments, type.Type),
        PickleGlobalKind.Parameter when arguments.Count >= 1 && arguments[0] is PthTensor tensor => tensor,
        PickleGlobalKind.Size when arguments is [PickleTuple sizes] => sizes,
        PickleGlobalKind.NumberType or PickleGlobalKind.Number or PickleGlobalKind.Bytes when NumpyScalars.Call(callable.Kind, arguments) is { } built =>
            built,
        _ => throw new PickleFaultException($"refuses to call '{callable.FullName}' with {arguments.Count} arguments of these kinds"),
    };

    public bool MayHaveState(object? value, object? state) => NumpyScalars.IsState(value, state);

    public object? Resolve(object? persistentId)
    {
        if (persistentId is not PickleTuple { Count: 5 or 6 } id || id[0] is not "storage"
            || id[1] is not PickleGlobal { Kind: PickleGlobalKind.StorageClass } type
            || Text(id[2]) is not { } key || id[4] is not long count || count < 0 || count > long.MaxValue / 8)
        {
            throw new PickleFaultException("a persistent id is not ('storage', storage class, key, location, count)");
        }

        if (!_storages.TryGetValue(key, out PthStorage? storage))
        {
            storage = new PthStorage(key, type.Type, count);
            _storages.Add(key, storage);
        }

        int size = PthStorage.ElementBytes(type.Type);
        if (storage.Type != type.Type || storage.ByteCount != count * size)
        {
            throw new PickleFaultException($"storage '{Printable.Short(key)}' is named twice with different types or counts");
        }

        return id.Count < 6 || id[5] is null ? new View(storage, type.Type, 0, storage.ByteCount) : Narrow(storage, type.Type, id[5]);
    }

    /// <summary>The legacy format may name a part of a storage: (key of the part, offset, count).</summary>
    private static View Narrow(PthStorage storage, DType? type, object? part)
    {
        int size = PthStorage.ElementBytes(type);
        if (part is not PickleTuple { Count: 3 } view || view[1] is not long offset || view[2] is not long count || offset < 0 || count < 0
            || offset > storage.ByteCount / size || count > (storage.ByteCount / size) - offset)
        {
            throw new PickleFaultException($"a part of storage '{Printable.Short(storage.Key)}' is not (key, offset, count) within the storage");
        }

        return new View(storage, type, offset * size, count * size);
    }

    private static PickleMapping MakeMapping(PickleTuple arguments)
    {
        PickleMapping mapping = new();
        if (arguments.Count == 0)
        {
            return mapping;
        }

        // Python 2 passed the pairs as one list of lists.
        foreach (object? pair in arguments is [List<object?> pairs] ? pairs : [null])
        {
            if (pair is not IReadOnlyList<object?> { Count: 2 } items || !mapping.TrySet(items[0], items[1]))
            {
                throw new PickleFaultException("an OrderedDict is made from something else than a list of pairs");
            }
        }

        return mapping;
    }

    /// <summary>Arguments: storage, offset in elements, sizes, strides, then gradient and hooks, which weights have no use for.</summary>
    private PthTensor MakeTensor(PickleTuple arguments, DType? given)
    {
        if (arguments[0] is not View view || arguments[1] is not long offset || Longs(arguments[2]) is not { } shape || Longs(arguments[3]) is not { } strides)
        {
            throw new PickleFaultException("a tensor is not made from (storage, offset, sizes, strides)");
        }

        DType type = given ?? view.Type ?? DType.UInt8;
        int size = type.ElementSize();
        long available = view.ByteCount / size;
        string text = $"a tensor of shape [{string.Join(", ", shape)}], strides [{string.Join(", ", strides)}] and offset {offset}";
        if (shape.Length != strides.Length || shape.Length > ElementLayout.MaxDimensions || offset < 0 || Array.Exists(strides, s => s < 0)
            || !ElementLayout.TryByteCount(type, shape, out long bytes))
        {
            throw new PickleFaultException($"{text} is impossible");
        }

        if (bytes > 0 && (offset >= available || !Fits(shape, strides, Math.Min(available - offset, Array.MaxLength / size))))
        {
            throw new PickleFaultException($"{text} reaches beyond its storage of {available} elements, or over more than 2 GiB");
        }

        if (bytes > Array.MaxLength)
        {
            throw new PickleFaultException($"{text} has {bytes} bytes, more than can be read");
        }

        // A tensor expanded with stride 0 repeats elements, without a byte more in the file.
        _budget.Hold(Math.Max(0, bytes - view.ByteCount), $"{text} and the views before it, beyond their storages");

        return new PthTensor(view.Storage, view.ByteOffset + (bytes > 0 ? offset * size : 0), type, [.. shape], strides, (int)bytes);
    }

    private static bool Fits(long[] shape, long[] strides, long available)
    {
        try
        {
            return PthTensor.Extent(shape, strides) <= available;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    /// <summary>Keys are text; Python 2 and early torch also wrote numbers.</summary>
    private static string? Text(object? key) => key as string ?? (key as long?)?.ToString();

    private static long[]? Longs(object? value) =>
        value is IReadOnlyList<object?> { Count: <= ElementLayout.MaxDimensions } items && items.All(i => i is long) ? [.. items.Cast<long>()] : null;

    private static Dictionary<string, PickleGlobal> MakeAllowed() => ((PickleGlobal[])
    [
        new("collections.OrderedDict", PickleGlobalKind.OrderedDictionary),
        new("torch._utils._rebuild_tensor", PickleGlobalKind.Tensor),
        new("torch._utils._rebuild_tensor_v2", PickleGlobalKind.Tensor),
        new("torch._utils._rebuild_tensor_v3", PickleGlobalKind.TensorOfType),
        new("torch._utils._rebuild_parameter", PickleGlobalKind.Parameter),
        new("torch._utils._rebuild_parameter_with_state", PickleGlobalKind.Parameter),
        new("torch.Size", PickleGlobalKind.Size),
        new("torch.UntypedStorage", PickleGlobalKind.StorageClass),
        new("torch.storage.UntypedStorage", PickleGlobalKind.StorageClass),
        .. NumpyScalars.Globals,
        .. from type in DTypes.All
           where type.Storage is not null
           from name in (string[])[$"torch.{type.Storage}Storage", $"torch.cuda.{type.Storage}Storage"]
           select new PickleGlobal(name, PickleGlobalKind.StorageClass, type.Type),
        .. from type in DTypes.All
           where type.Storage is not null
           from name in type.Torch
           select new PickleGlobal($"torch.{name}", PickleGlobalKind.DType, type.Type),
    ]).ToDictionary(g => g.FullName, StringComparer.Ordinal);

    /// <summary>A storage or a part of it, as the pickle passes it to the tensors.</summary>
    private sealed record View(PthStorage Storage, DType? Type, long ByteOffset, long ByteCount);
}

/// <summary>Single NumPy numbers in a PyTorch file, such as the best score so far beside the weights: <c>scalar(dtype('f8'), bytes)</c>. Source: what NumPy 1
/// and 2 write.</summary>
internal static class NumpyScalars
{
    private const int MaxBytes = 8;

    /// <summary>The names that such a number needs. What <c>_codecs.encode</c> gives is bytes, no more of them than a number has.</summary>
    public static IReadOnlyList<PickleGlobal> Globals { get; } =
    [
        new("numpy.dtype", PickleGlobalKind.NumberType),
        new("numpy.core.multiarray.scalar", PickleGlobalKind.Number),
        new("numpy._core.multiarray.scalar", PickleGlobalKind.Number),
        new("_codecs.encode", PickleGlobalKind.Bytes),
    ];

    /// <summary>Builds a type, bytes or a number; null where the arguments are of other kinds.</summary>
    public static object? Call(PickleGlobalKind kind, PickleTuple arguments) => kind switch
    {
        PickleGlobalKind.NumberType when arguments is { Count: >= 1 and <= 3 } && arguments[0] is string code && Read(code, new byte[MaxBytes]) is not null =>
            new NumberType(code),
        PickleGlobalKind.Bytes when arguments is [string { Length: <= MaxBytes } text, "latin1"] && text.All(c => c < 256) =>
            text.Select(c => (byte)c).ToArray(),
        PickleGlobalKind.Number when arguments is [NumberType type, byte[] { Length: <= MaxBytes } bytes] && bytes.Length == type.Code[1] - '0' =>
            Read(type.Code, bytes),
        _ => null,
    };

    /// <summary>True for the state of a type in this machine's order of bytes: <c>(version, '&lt;' or '|', …)</c>.</summary>
    public static bool IsState(object? value, object? state) =>
        value is NumberType && state is PickleTuple { Count: > 1 } items && items[1] is ("<" or "|" or "=");

    /// <summary>The number that bytes are; null for a type that is not known.</summary>
    private static object? Read(string code, ReadOnlySpan<byte> bytes) => code switch
    {
        "f8" => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        "f4" => (double)BinaryPrimitives.ReadSingleLittleEndian(bytes),
        "f2" => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        "i8" => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        "i4" => (long)BinaryPrimitives.ReadInt32LittleEndian(bytes),
        "i2" => (long)BinaryPrimitives.ReadInt16LittleEndian(bytes),
        "i1" => (long)(sbyte)bytes[0],
        "u4" => (long)BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        "u2" => (long)BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        "u1" => (long)bytes[0],
        "b1" => bytes[0] != 0,
        _ => null,
    };

    /// <summary>A type of numbers, as NumPy's code has it: a letter and the number of bytes.</summary>
    private sealed record NumberType(string Code);
}
