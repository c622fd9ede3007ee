using SeCo.Imaging;
using SeCo.Models;
using SeCo.Torch;

namespace SeCo.Correction.Features;

/// <summary>A frozen network together with how it wants its images.</summary>
/// <param name="Network">The network, in evaluation mode, on <paramref name="Device"/>.</param>
/// <param name="Input">Its normalisation.</param>
/// <param name="Device">Where it runs.</param>
public sealed record FeatureBackbone(IFeatureNetwork Network, ImageNormalization Input, Device Device)
{
    /// <summary>Turns an image into the network's input.</summary>
    /// <param name="image">The image.</param>
    /// <param name="longestSide">The longest side of the input in pixels; 0 keeps the image's size.</param>
    /// <returns>Float32 <c>[1, 3, H, W]</c>, in the open scope.</returns>
    public Tensor Prepare(RgbImage image, int longestSide)
    {
        ArgumentNullException.ThrowIfNull(image);
        Tensor input = Input.Normalize(image.Pixels, image.Width, image.Height).To(Device); // [1, 3, H, W]
        int longest = Math.Max(image.Width, image.Height);
        if (longestSide == 0 || longestSide == longest)
        {
            return input;
        }

        int height = Math.Max(1, (int)Math.Round((double)image.Height * longestSide / longest));
        int width = Math.Max(1, (int)Math.Round((double)image.Width * longestSide / longest));
        return input.ResizeBilinear(new Extent(height, width), antialias: true);
    }
}
