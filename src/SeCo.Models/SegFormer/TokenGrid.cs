using SeCo.Torch;

namespace SeCo.Models.SegFormer;

/// <summary>The two forms of a feature map: an image, and its cells in row-major order as tokens.
/// Neither way copies where the image lies in channels-last order.</summary>
internal static class TokenGrid
{
    /// <summary><c>[N, C, H, W]</c> to <c>[N, H·W, C]</c>.</summary>
    public static Tensor ToTokens(Tensor map)
    {
        using Tensor flat = map.Flatten(2);
        return flat.Transpose(1, 2);
    }

    /// <summary><c>[N, H·W, C]</c> to <c>[N, C, H, W]</c>.</summary>
    public static Tensor ToMap(Tensor tokens, Extent size)
    {
        using Tensor turned = tokens.Transpose(1, 2);
        return turned.Reshape(tokens.Shape[0], tokens.Shape[2], size.Height, size.Width);
    }
}
