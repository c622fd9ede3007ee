namespace SeCo.Torch;

/// <summary>An n-dimensional array of libtorch, on the CPU or an NVIDIA processor.</summary>
/// <remarks>
/// <para>A tensor made while a <see cref="TensorScope"/> is open on the thread belongs to that scope and is disposed with it, unless it is
/// kept. A tensor made with no scope open belongs to the caller, who disposes it.</para>
/// <para>The operators are in files of their own, one for each family. Negative dimensions count from the end. An operator throws
/// <see cref="TorchException"/>, with shapes, types and devices, when libtorch refuses its arguments.</para></remarks>
public sealed partial class Tensor : IDisposable
{
    private readonly TensorHandle _handle;
    private long[]? _shape;

    /// <summary>Takes over a native reference and enters the scope that is open.</summary>
    internal Tensor(nint owned)
    {
        _handle = new TensorHandle(owned);
        TensorScope.Current?.Add(this);
    }

    /// <summary>Length along each dimension; empty for a single value.</summary>
    public unsafe ReadOnlySpan<long> Shape
    {
        get
        {
            if (_shape is null)
            {
                Operator.ThrowIfFailed(NativeMethods.aoti_torch_get_dim(Handle, out long rank), "shape");
                Operator.ThrowIfFailed(NativeMethods.aoti_torch_get_sizes(Handle, out long* sizes), "shape");
                _shape = new ReadOnlySpan<long>(sizes, (int)rank).ToArray();
            }

            return _shape;
        }
    }

    /// <summary>Height and width of images <c>[N, C, H, W]</c>.</summary>
    public Size2d ImageSize => new((int)Size(2), (int)Size(3));

    /// <summary>Number of dimensions.</summary>
    public int Rank => Shape.Length;

    /// <summary>Number of elements: the product of the shape.</summary>
    public long ElementCount => CountElements(Shape);

    /// <summary>Type of the elements.</summary>
    public DType DType => (DType)Checked(NativeMethods.aoti_torch_get_dtype(Handle, out int type), type, "dtype");

    /// <summary>Where the elements lie.</summary>
    public Device Device
    {
        get
        {
            int kind = Checked(NativeMethods.aoti_torch_get_device_type(Handle, out int found), found, "device");
            return new Device((DeviceKind)kind, kind == 0 ? 0 : Checked(NativeMethods.aoti_torch_get_device_index(Handle, out int index), index, "device"));
        }
    }

    /// <summary>True where the elements lie in row-major order without gaps.</summary>
    public bool IsContiguous => Checked(NativeMethods.aoti_torch_is_contiguous(Handle, out bool contiguous), contiguous, "is_contiguous");

    /// <summary>True once the tensor, or the scope that owned it, was disposed.</summary>
    public bool IsDisposed => _handle.IsClosed;

    internal TensorHandle Handle => _handle.IsClosed ? throw Disposed() : _handle;

    /// <summary>The scope that will dispose the tensor; null where the caller does.</summary>
    internal TensorScope? Scope { get; set; }

    internal int ScopeIndex { get; set; }

    /// <summary>Length along one dimension; a negative dimension counts from the end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tensor has no such dimension.</exception>
    public long Size(int dimension) => Shape[ResolveDimension(dimension)];

    /// <summary>Number of elements between neighbours along each dimension.</summary>
    public unsafe long[] Strides()
    {
        Operator.ThrowIfFailed(NativeMethods.aoti_torch_get_strides(Handle, out long* strides), "strides");
        return new ReadOnlySpan<long>(strides, Rank).ToArray();
    }

    /// <summary>Takes the tensor out of whatever scope it is in: from now on the caller disposes it.</summary>
    /// <returns>The tensor itself.</returns>
    public Tensor LeaveScopes()
    {
        Scope?.Remove(this);
        return this;
    }

    /// <summary>Releases the native reference; the memory goes when the last view of it does.</summary>
    public void Dispose()
    {
        Scope?.Remove(this);
        _handle.Dispose();
    }

    /// <summary>Shape, type and device: <c>float32[2, 3] cpu</c>.</summary>
    public override string ToString() =>
        IsDisposed ? "a disposed tensor" : $"{DType.ToString().ToLowerInvariant()}[{string.Join(", ", Shape.ToArray())}] {Device}";

    internal int ResolveDimension(int dimension)
    {
        int rank = Rank;
        int resolved = dimension < 0 ? dimension + rank : dimension;
        if (resolved < 0 || resolved >= rank)
        {
            throw new ArgumentOutOfRangeException(nameof(dimension), dimension, $"{this} has {rank} dimensions.");
        }

        return resolved;
    }

    /// <summary>Makes this tensor stand for the other's memory, under its own identity;
    /// keeps whether it gets gradients, forgets the gradient itself.</summary>
    internal void Become(Tensor other)
    {
        bool requiresGrad = RequiresGrad;
        bool added = false;
        Handle.DangerousAddRef(ref added);
        other.Handle.DangerousAddRef(ref added);
        int status = NativeMethods.aoti_torch_assign_tensors(other.Handle.DangerousGetHandle(), Handle.DangerousGetHandle());
        other.Handle.DangerousRelease();
        Handle.DangerousRelease();
        Operator.ThrowIfFailed(status, "assign", this, other);
        _shape = null;
        if (requiresGrad && !RequiresGrad)
        {
            RequiresGrad = true;
        }
    }

    /// <summary>What a native call has answered, where it did not fail.</summary>
    private static T Checked<T>(int status, T answer, string operation)
    {
        Operator.ThrowIfFailed(status, operation);
        return answer;
    }

    private static ObjectDisposedException Disposed() =>
        new(nameof(Tensor), "The tensor was disposed, itself or with its scope. A result leaves a scope by scope.Keep(tensor).");
}
