namespace SeCo.Torch;

/// <summary>Where a tensor's memory lies. The values are libtorch's codes.</summary>
public enum DeviceKind
{
    /// <summary>Main memory.</summary>
    Cpu = 0,

    /// <summary>An NVIDIA processor.</summary>
    Cuda = 1,
}
