using SeCo.Torch.Interop;

namespace SeCo.Torch;

public sealed partial class Tensor
{
    /// <summary>Images <c>[N, C, H, W]</c> resized bilinearly.</summary>
    /// <param name="size">Size of the result.</param>
    /// <param name="alignCorners">Maps the centres of the corner pixels onto each other, instead of the corners of the images.</param>
    /// <param name="antialias">When shrinking, averages over all pixels that fall into one, as Pillow does.</param>
    public Tensor ResizeBilinear(Extent size, bool alignCorners = false, bool antialias = false) =>
        (antialias ? Operator.Call("aten::_upsample_bilinear2d_aa"u8) : Operator.Call("aten::upsample_bilinear2d"u8))
            .Tensor(this).Extent(size).Bool(alignCorners).None().None().Return();

    /// <summary>Images <c>[N, C, H, W]</c> resized to the nearest pixel: pixel ⌊x · old / new⌋ of the source.</summary>
    public Tensor ResizeNearest(Extent size) =>
        Operator.Call("aten::upsample_nearest2d"u8).Tensor(this).Extent(size).None().None().Return();

    /// <summary>Images <c>[N, C, H, W]</c> resized bicubically.</summary>
    public Tensor ResizeBicubic(Extent size, bool alignCorners = false) =>
        Operator.Call("aten::upsample_bicubic2d"u8).Tensor(this).Extent(size).Bool(alignCorners).None().None().Return();

    /// <summary>Images <c>[N, C, H, W]</c> sampled at given places.</summary>
    /// <param name="grid">Places <c>[N, H', W', 2]</c> as (x, y) in [-1, 1] from one edge of the image to the other.</param>
    /// <param name="mode">How values between pixels are found.</param>
    /// <param name="border">What lies outside.</param>
    /// <param name="alignCorners">-1 and 1 are the centres of the corner pixels, instead of the image's edges.</param>
    public Tensor GridSample(Tensor grid, SamplingMode mode = SamplingMode.Bilinear, SamplingBorder border = SamplingBorder.Zeros, bool alignCorners = false) =>
        Operator.Call("aten::grid_sampler"u8).Tensor(this).Tensor(grid).Int((int)mode).Int((int)border).Bool(alignCorners).Return();

    /// <summary><c>[N, C·f², H, W]</c> to <c>[N, C, H·f, W·f]</c>: channels become pixels.</summary>
    public Tensor PixelShuffle(int factor) => Operator.Call("aten::pixel_shuffle"u8).Tensor(this).Int(factor).Return();
}
