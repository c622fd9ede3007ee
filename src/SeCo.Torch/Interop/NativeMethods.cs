namespace SeCo.Torch.Interop;

/// <summary>The functions of libtorch's stable C interface that this library calls. All return 0 on success unless noted.</summary>
internal static unsafe partial class NativeMethods
{
    private const string Torch = TorchLibrary.ImportName;

    static NativeMethods() => NativeLibrary.SetDllImportResolver(typeof(NativeMethods).Assembly, TorchLibrary.Resolve);

    /// <summary>Runs an operator; its arguments are on the stack in the schema's order, its results replace them from index 0.</summary>
    [LibraryImport(Torch)]
    internal static partial int torch_call_dispatcher(byte* name, byte* overload, ulong* stack, ulong version);

    [LibraryImport(Torch)]
    internal static partial int aoti_torch_new_tensor_handle(TensorHandle original, out nint copy);

    [LibraryImport(Torch, EntryPoint = "aoti_torch_new_tensor_handle")]
    internal static partial int NewHandleOfBorrowed(nint original, out nint copy);

    [LibraryImport(Torch)]
    internal static partial int aoti_torch_delete_tensor_object(nint tensor);

    [LibraryImport(Torch)]
    internal static partial int aoti_torch_new_uninitialized_tensor(out nint tensor);

    [LibraryImport(Torch)]
    internal static partial int aoti_torch_is_defined(nint tensor, [MarshalAs(UnmanagedType.U1)] out bool defined);

    [LibraryImport(Torch)]
    internal static partial int aoti_torch_assign_tensors(nint source, nint target);

    [LibraryImport(Torch)]
    internal static partial int aoti_torch_empty_strided(
        long rank, long* sizes, long* strides, int dtype, int deviceType, int deviceIndex, out nint tensor);

    [LibraryImport(Torch)]
    internal static partial int aoti_torch_get_data_ptr(TensorHandle tensor, out byte* data);

    [LibraryImport(Torch)]
    internal static partial int aoti_torch_get_dim(TensorHandle tensor, out long rank);

    [LibraryImport(Torch)]
    internal static partial int aoti_torch_get_sizes(TensorHandle tensor, out long* sizes);

    [LibraryImport(Torch)]
    internal static partial int aoti_torch_get_strides(TensorHandle tensor, out long* strides);

    [LibraryImport(Torch)]
    internal static partial int aoti_torch_get_dtype(TensorHandle tensor, out int dtype);

    [LibraryImport(Torch)]
    internal static partial int aoti_torch_get_device_type(TensorHandle tensor, out int type);

    [LibraryImport(Torch)]
    internal static partial int aoti_torch_get_device_index(TensorHandle tensor, out int index);

    [LibraryImport(Torch)]
    internal static partial int aoti_torch_is_contiguous(TensorHandle tensor, [MarshalAs(UnmanagedType.U1)] out bool contiguous);

    [LibraryImport(Torch)]
    internal static partial int torch_set_requires_grad(TensorHandle tensor, [MarshalAs(UnmanagedType.U1)] bool requiresGrad);

    [LibraryImport(Torch)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool aoti_torch_grad_mode_is_enabled();

    [LibraryImport(Torch)]
    internal static partial void aoti_torch_grad_mode_set_enabled([MarshalAs(UnmanagedType.U1)] bool enabled);

    [LibraryImport(Torch)]
    internal static partial int aoti_torch_aten_subtract_Tensor(TensorHandle left, TensorHandle right, double alpha, out nint difference);

    [LibraryImport(Torch)]
    internal static partial int aoti_torch_aten_fill__Scalar(TensorHandle tensor, double value);

    [LibraryImport(Torch)]
    internal static partial int torch_new_list_reserve_size(nuint size, out nint list);

    [LibraryImport(Torch)]
    internal static partial int torch_list_push_back(nint list, ulong element);

    [LibraryImport(Torch)]
    internal static partial int torch_list_size(nint list, out nuint size);

    [LibraryImport(Torch)]
    internal static partial int torch_list_get_item(nint list, nuint index, out ulong element);

    [LibraryImport(Torch)]
    internal static partial int torch_delete_list(nint list);

    [LibraryImport(Torch)]
    internal static partial int torch_new_string_handle(byte* text, nuint length, out nint handle);

    [LibraryImport(Torch)]
    internal static partial int aoti_torch_library_init_impl(byte* name, byte* key, byte* file, uint line, out nint library);

    /// <summary>Makes a function the kernel of an operator; it gets arguments as <see cref="torch_call_dispatcher"/> does.</summary>
    [LibraryImport(Torch)]
    internal static partial int aoti_torch_library_impl(nint library, byte* name, delegate* unmanaged<ulong*, ulong, ulong, void> kernel);

    [LibraryImport(Torch)]
    internal static partial int torch_get_num_threads(out uint threads);
}
