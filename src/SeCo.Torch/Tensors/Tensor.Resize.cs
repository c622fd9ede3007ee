namespace SeCo.Torch;

public sealed partial class Tensor
{
    /// <summary>Images <c>[N, C, H, W]</c> resized bilinearly.</summary>
    /// <param name="size">Size of the result.</param>
    /// <param name="alignCorners">Maps the centres of the corner pixels onto each other, instead of the corners of the images.</param>
    /// <param name="antialias">When shrinking, averages over all pixels that fall into one, as Pillow does.</param>
    public Tensor ResizeBilinear(Size2d size, bool alignCorners = false, bool antialias = false) =>
        (antialias ? Operator.Call("aten::_upsample_bilinear2d_aa"u8) : Operator.Call("aten::upsample_bilinear2d"u8))
            .Tensor(this).Size2d(size).Bool(alignCorners).None().None().Return();

    /// <summary>Images <c>[N, C, H, W]</c> resized by cubic curves, corners of the images on each other.</summary>
    /// <param name="size">Size of the result.</param>
    /// <param name="scale">New pixels for an old one, by rows and by columns, where they are others than the sizes say; null for those.</param>
    /// <param name="antialias">When shrinking, averages over all pixels that fall into one, as Pillow does, with Pillow's curve (a = -0.5 in the place of
    /// -0.75) either way.</param>
    public Tensor ResizeBicubic(Size2d size, (double Rows, double Columns)? scale = null, bool antialias = false) =>
        (antialias ? Operator.Call("aten::_upsample_bicubic2d_aa"u8) : Operator.Call("aten::upsample_bicubic2d"u8))
            .Tensor(this).Size2d(size).Bool(false).FloatOrNone(scale?.Rows).FloatOrNone(scale?.Columns).Return();

    /// <summary>Images <c>[N, C, H, W]</c> resized to the nearest pixel: pixel ⌊x · old / new⌋ of the source.</summary>
    public Tensor ResizeNearest(Size2d size) =>
        Operator.Call("aten::upsample_nearest2d"u8).Tensor(this).Size2d(size).None().None().Return();
}
