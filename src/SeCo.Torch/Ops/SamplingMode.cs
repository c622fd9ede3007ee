namespace SeCo.Torch;

/// <summary>How a value between pixels is found. The values are libtorch's codes.</summary>
public enum SamplingMode
{
    /// <summary>Weighted mean of the four pixels around.</summary>
    Bilinear = 0,

    /// <summary>The nearest pixel.</summary>
    Nearest = 1,
}
