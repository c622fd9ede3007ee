namespace SeCo.Torch;

/// <summary>The order in which the elements of an image batch <c>[N, C, H, W]</c> lie in memory; the shape stays the same.
/// The values are libtorch's codes.</summary>
public enum MemoryFormat
{
    /// <summary>Row-major: all of one channel together.</summary>
    Contiguous = 0,

    /// <summary>All channels of one pixel together. Convolutions run about half as fast again, so keep activations in it throughout a network.</summary>
    ChannelsLast = 2,
}
