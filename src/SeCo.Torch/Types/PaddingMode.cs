namespace SeCo.Torch;

/// <summary>What lies outside an image.</summary>
public enum PaddingMode
{
    /// <summary>A constant.</summary>
    Constant,

    /// <summary>The image mirrored at its outermost pixels, which are not repeated.</summary>
    Reflect,

    /// <summary>The outermost pixels, repeated.</summary>
    Replicate,
}
