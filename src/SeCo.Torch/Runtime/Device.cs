namespace SeCo.Torch;

/// <summary>A place that holds tensors and computes with them.</summary>
/// <param name="Kind">Main memory or an NVIDIA processor.</param>
/// <param name="Index">Which processor, from 0; always 0 for main memory.</param>
public readonly record struct Device(DeviceKind Kind, int Index = 0)
{
    /// <summary>Main memory.</summary>
    public static Device Cpu => default;

    /// <summary>True for an NVIDIA processor.</summary>
    public bool IsCuda => Kind == DeviceKind.Cuda;

    /// <summary>An NVIDIA processor, by number from 0.</summary>
    public static Device Cuda(int index = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return new Device(DeviceKind.Cuda, index);
    }

    /// <summary>Reads <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c> or <c>auto</c>. <c>auto</c> is the first NVIDIA processor if this machine and the loaded
    /// libtorch can use one, else the CPU; a processor asked for by name is never replaced by another.</summary>
    /// <exception cref="FormatException">The text is none of these.</exception>
    /// <exception cref="TorchException">An NVIDIA processor is asked for, but cannot be used.</exception>
    public static Device Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text == "cpu")
        {
            return Cpu;
        }

        if (text == "auto")
        {
            return TorchRuntime.IsCudaAvailable ? Cuda() : Cpu;
        }

        int index = 0;
        bool numbered = text.StartsWith("cuda:", StringComparison.Ordinal);
        if (text != "cuda" && !(numbered && int.TryParse(text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out index)))
        {
            throw new FormatException($"A device is cpu, cuda, cuda:INDEX or auto; found '{text}'.");
        }

        Device device = Cuda(index);
        device.EnsureUsable();
        return device;
    }

    /// <inheritdoc/>
    public override string ToString() => IsCuda ? string.Create(CultureInfo.InvariantCulture, $"cuda:{Index}") : "cpu";

    /// <summary>Throws, saying why and what to do, where this device cannot hold tensors.</summary>
    internal void EnsureUsable()
    {
        if (IsCuda && Index >= TorchRuntime.CudaDeviceCount)
        {
            throw new TorchException(TorchRuntime.CudaDeviceCount == 0
                ? $"Device {this} was asked for, but {TorchRuntime.WhyNoCuda}. Use --device cpu, or point SECO_LIBTORCH to the lib folder of a libtorch "
                    + "built for CUDA."
                : $"Device {this} was asked for, but this machine has only cuda:0 to cuda:{TorchRuntime.CudaDeviceCount - 1}.");
        }
    }
}
