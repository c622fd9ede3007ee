namespace SeCo.Imaging.Resampling;

/// <summary>How a resized pixel is made from its neighbours. Both average over the shrunk area, so that small things do not flicker.</summary>
public enum ResizeKernel
{
    /// <summary>A triangle: soft, never beyond the values around.</summary>
    Bilinear,

    /// <summary>Lanczos with three lobes: sharp, for pictures that people look at.</summary>
    Lanczos,
}
