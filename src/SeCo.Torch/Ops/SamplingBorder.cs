namespace SeCo.Torch;

/// <summary>What a sample outside the image is. The values are libtorch's codes.</summary>
public enum SamplingBorder
{
    /// <summary>Zero.</summary>
    Zeros = 0,

    /// <summary>The nearest pixel of the image's edge.</summary>
    Edge = 1,

    /// <summary>The image mirrored at its edge.</summary>
    Reflection = 2,
}
