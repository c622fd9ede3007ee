using SeCo.Torch;

namespace SeCo.Models;

/// <summary>Averages of feature maps, over a mask or over everything.</summary>
internal static class RegionPooling
{
    /// <summary>Mean of <c>[N, C, h, w]</c> over all cells: <c>[N, C]</c>.</summary>
    public static Tensor Average(Tensor features) => features.Mean([2, 3]);

    /// <summary>Mean of <c>[N, C, h, w]</c> over the cells of the masks <c>[N, 1, H, W]</c>, or over all cells of an image whose mask has none left:
    /// <c>[N, C]</c>.</summary>
    public static Tensor Average(Tensor features, Tensor masks) => TensorScope.Run(() =>
    {
        Tensor weights = Resized(masks, features); // [N, 1, h, w]
        Tensor isEmpty = weights.Sum([2, 3], keepDimensions: true).EqualTo(0).To(features.DType); // [N, 1, 1, 1]
        weights += isEmpty;
        return (features * weights).Sum([2, 3]) / weights.Sum([2, 3]); // [N, C] / [N, 1]
    });

    /// <summary>Masks resized (nearest) to the size of feature maps, in their type.</summary>
    public static Tensor Resized(Tensor masks, Tensor features)
    {
        if (masks.Rank != 4 || masks.Shape[0] != features.Shape[0] || masks.Shape[1] != 1)
        {
            throw new ArgumentException($"Masks are [N, 1, H, W], one for each of the {features.Shape[0]} images; found {masks}.", nameof(masks));
        }

        return masks.To(features.DType).ResizeNearest(features.ImageSize);
    }
}
