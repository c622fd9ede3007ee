namespace SeCo.Torch;

/// <summary>The gradient that autograd keeps in a tensor: the one thing training needs that the stable C interface lacks.</summary>
/// <remarks>A tensor handle points to an <c>at::Tensor</c>, whose single field is the pointer to its <c>c10::TensorImpl</c>. The members called here take
/// that pointer and return a reference to, or the value of, what it holds. The names are those of the Itanium C++ ABI (Linux, macOS).</remarks>
internal static unsafe class Gradients
{
    private static delegate* unmanaged<nint, nint> GradOf => (delegate* unmanaged<nint, nint>)GradientSymbols.Needed.Grad;

    private static delegate* unmanaged<nint, nint> MutableGradOf => (delegate* unmanaged<nint, nint>)GradientSymbols.Needed.MutableGrad;

    private static delegate* unmanaged<nint, byte> RequiresGradOf => (delegate* unmanaged<nint, byte>)GradientSymbols.Needed.RequiresGrad;

    /// <summary>A new handle to the gradient of a tensor; null where it has none.</summary>
    internal static Tensor? Of(Tensor tensor)
    {
        using Pin pin = new(tensor);
        nint borrowed = GradOf(pin.Implementation);
        Operator.ThrowIfFailed(NativeMethods.aoti_torch_is_defined(borrowed, out bool defined), "grad", tensor);
        if (!defined)
        {
            return null;
        }

        Operator.ThrowIfFailed(NativeMethods.NewHandleOfBorrowed(borrowed, out nint owned), "grad", tensor);
        return new Tensor(owned);
    }

    /// <summary>Forgets the gradient of a tensor, so that its memory is free until the next backward pass.</summary>
    internal static void Clear(Tensor tensor)
    {
        using Pin pin = new(tensor);
        Operator.ThrowIfFailed(NativeMethods.aoti_torch_new_uninitialized_tensor(out nint undefined), "grad", tensor);
        int status = NativeMethods.aoti_torch_assign_tensors(undefined, MutableGradOf(pin.Implementation));
        _ = NativeMethods.aoti_torch_delete_tensor_object(undefined);
        Operator.ThrowIfFailed(status, "grad", tensor);
    }

    /// <summary>True where autograd records what is done with a tensor.</summary>
    internal static bool AreRequired(Tensor tensor)
    {
        using Pin pin = new(tensor);
        return RequiresGradOf(pin.Implementation) != 0;
    }

    /// <summary>Keeps a handle alive while the implementation behind it is in use.</summary>
    private readonly ref struct Pin
    {
        private readonly TensorHandle _handle;
        private readonly bool _held;

        internal Pin(Tensor tensor)
        {
            _handle = tensor.Handle;
            _handle.DangerousAddRef(ref _held);
        }

        internal nint Implementation => *(nint*)_handle.DangerousGetHandle();

        public void Dispose()
        {
            if (_held)
            {
                _handle.DangerousRelease();
            }
        }
    }
}
