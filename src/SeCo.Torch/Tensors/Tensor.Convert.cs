namespace SeCo.Torch;

public sealed partial class Tensor
{
    /// <summary>The elements as another type. A new tensor in any case, over the same memory where the type is already right.</summary>
    public Tensor To(DType type) => Operator.Call("aten::to"u8, "dtype"u8).Tensor(this).DType(type).Bool(false).Bool(false).None().Return();

    /// <summary>The elements on another device. A new tensor in any case, over the same memory where the device is already right.</summary>
    /// <exception cref="TorchException">The device cannot be used here.</exception>
    public Tensor To(Device device) => To(DType, device);

    /// <summary>The elements as another type on another device. A new tensor in any case, over the same memory where nothing changes.</summary>
    /// <exception cref="TorchException">The device cannot be used here.</exception>
    public Tensor To(DType type, Device device)
    {
        device.EnsureUsable();
        if (device == Device)
        {
            return To(type); // libtorch would take cpu and cpu:0 for two devices, and copy
        }

        return Operator.Call("aten::to"u8, "device"u8).Tensor(this).Device(device).DType(type).Bool(false).Bool(false).None().Return();
    }

    /// <summary>The elements in another order in memory; the shape stays.
    /// A new tensor in any case, over the same memory where the order is already right.</summary>
    public Tensor ToMemoryFormat(MemoryFormat format) => Operator.Call("aten::contiguous"u8).Tensor(this).MemoryFormat(format).Return();

    /// <summary>The elements in row-major order without gaps. A new tensor in any case, over the same memory where they are so already.</summary>
    public Tensor Contiguous() => ToMemoryFormat(MemoryFormat.Contiguous);

    /// <summary>A copy in memory of its own.</summary>
    public Tensor Clone() => Operator.Call("aten::clone"u8).Tensor(this).None().Return();

    /// <summary>A second tensor over the same memory, in the scope that is open now.</summary>
    public Tensor Alias()
    {
        Tensor alias = SameMemory();
        OperatorRecorder.Current?.Add("alias", [this], alias);
        return alias;
    }

    /// <summary>An <see cref="Alias"/> that is not recorded.</summary>
    internal Tensor SameMemory()
    {
        Operator.ThrowIfFailed(NativeMethods.aoti_torch_new_tensor_handle(Handle, out nint copy), "alias", this);
        return new Tensor(copy);
    }
}
