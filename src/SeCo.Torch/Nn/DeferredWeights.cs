namespace SeCo.Torch.Nn;

/// <summary>While it is open on a thread, modules made there get no memory for their tensors: each has its shape and type, but is one element seen many
/// times, until <see cref="Module.LoadState"/> gives it memory together with its values. So a large network is loaded without ever being in memory twice, in
/// whatever type.</summary>
/// <remarks>Between making and loading, a module may be moved to another type, device or memory format, and nothing else.</remarks>
public sealed class DeferredWeights : IDisposable
{
    [ThreadStatic]
    private static int _open;

    private bool _closed;

    private DeferredWeights() => _open++;

    /// <summary>True while one is open on this thread.</summary>
    internal static bool IsOpen => _open > 0;

    /// <summary>Opens it for this thread, until it is disposed there.</summary>
    public static DeferredWeights Open() => new();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_closed)
        {
            _closed = true;
            _open--;
        }
    }

    /// <summary>True for a tensor that has no memory yet: more than one element, all of them the same.</summary>
    internal static bool IsDeferred(Tensor tensor) => tensor.ElementCount > 1 && tensor.Strides().All(s => s == 0);

    /// <summary>One zero, seen as often as the shape says.</summary>
    internal static Tensor Zeros(ReadOnlySpan<long> shape, DType type = DType.Float32)
    {
        using TensorScope scope = TensorScope.Open();
        return scope.Keep(Tensor.Zeros([], type).Expand(shape));
    }

    /// <summary>Gives a tensor's memory back; one element stays.</summary>
    internal static void Defer(Tensor tensor)
    {
        if (tensor.ElementCount > 1 && !IsDeferred(tensor))
        {
            using Tensor zeros = Zeros(tensor.Shape, tensor.DType);
            tensor.Become(zeros);
        }
    }

    /// <summary>Converts a tensor of a module; one without memory stays so.</summary>
    internal static Tensor Convert(Tensor tensor, Func<Tensor, Tensor> conversion) =>
        IsDeferred(tensor) ? conversion(Tensor.Zeros([], tensor.DType, tensor.Device)).Expand(tensor.Shape) : conversion(tensor);
}
