using SeCo.Imaging.Resampling;
using SeCo.Models;

namespace SeCo.Prediction;

/// <summary>Makes a network's input of an image, as its authors do.</summary>
internal static class InputImage
{
    /// <summary>Resizes and normalises an image, in the order and the numbers of the network's family.</summary>
    /// <returns>float32 <c>[1, 3, H, W]</c> on the CPU; it belongs to the open scope or the caller.</returns>
    public static Tensor Make(RgbImage image, Size2d size, NetworkPreprocessing preprocessing)
    {
        ImageNormalization normalization = preprocessing.Normalization;
        if (size == new Size2d(image.Height, image.Width))
        {
            return normalization.Normalize(image.Pixels, image.Width, image.Height);
        }

        if (preprocessing.Resize == InputResize.Bilinear)
        {
            return TensorScope.Run(() => normalization.Normalize(image.Pixels, image.Width, image.Height).ResizeBilinear(size));
        }

        RgbImage resized = preprocessing.Resize == InputResize.BicubicBytes
            ? AntialiasedResize.Bicubic(image, size.Width, size.Height)
            : FixedPointResize.Bilinear(image, size.Width, size.Height);
        return normalization.Normalize(resized.Pixels, size.Width, size.Height);
    }
}
