namespace SeCo.Imaging.Components;

/// <summary>The order in which the components of one class are numbered.</summary>
public enum ComponentOrder
{
    /// <summary>By the component's first pixel, row by row; scikit-image's order, which PSA uses in the reference.</summary>
    FirstPixel,

    /// <summary>By the component's first block of 2 x 2 pixels, row of blocks by row of blocks: the smallest <c>(y/2) * ceil(W/2) + x/2</c> over its pixels.
    /// OpenCV's order, which the reference's region files have.</summary>
    FirstBlock,
}
