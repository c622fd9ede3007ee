namespace SeCo.Models;

/// <summary>How an image is brought to a network's input size.</summary>
public enum InputResize
{
    /// <summary>The normalised values, bilinearly, with half-pixel centres and without averaging: OpenCV's <c>INTER_LINEAR</c> on floating-point images.
    /// Default.</summary>
    Bilinear,

    /// <summary>The 8-bit pixels, bilinearly, rounded to 8 bits, before they are normalised: OpenCV's <c>INTER_LINEAR</c> as mmsegmentation uses it.</summary>
    BilinearBytes,

    /// <summary>The 8-bit pixels, bilinearly and averaged where shrinking, rounded to 8 bits, before they are normalised: Pillow's <c>BILINEAR</c>.</summary>
    BilinearAveragedBytes,

    /// <summary>The 8-bit pixels, bicubically and averaged where shrinking, rounded to 8 bits, before they are normalised: Pillow's <c>BICUBIC</c>.</summary>
    BicubicBytes,
}
