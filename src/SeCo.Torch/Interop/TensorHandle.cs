namespace SeCo.Torch.Interop;

/// <summary>Owns one reference to a native tensor. Its finaliser is a safety net; <see cref="Tensor.Dispose"/> and scopes are the rule.</summary>
internal sealed class TensorHandle : SafeHandle
{
    private static long _live;

    /// <summary>Takes over a reference that the caller owns.</summary>
    internal TensorHandle(nint owned)
        : base(0, ownsHandle: true)
    {
        SetHandle(owned);
        Interlocked.Increment(ref _live);
    }

    /// <summary>References not yet released, in the whole process.</summary>
    internal static long Live => Interlocked.Read(ref _live);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Interlocked.Decrement(ref _live);
        return NativeMethods.aoti_torch_delete_tensor_object(handle) == 0;
    }
}
