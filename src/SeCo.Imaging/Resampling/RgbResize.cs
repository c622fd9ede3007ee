using NetVips;
using SeCo.Imaging.Codecs;

namespace SeCo.Imaging.Resampling;

/// <summary>Resizes colour images for people to look at; what a network sees is resized with tensors instead.</summary>
public static class RgbResize
{
    /// <summary>Resizes to an exact size; sides may shrink or grow by different factors.</summary>
    /// <param name="image">The image, left as it is.</param>
    /// <param name="width">Columns of the result, at least 1.</param>
    /// <param name="height">Rows of the result, at least 1.</param>
    /// <param name="kernel">How pixels are mixed.</param>
    public static RgbImage To(RgbImage image, int width, int height, ResizeKernel kernel = ResizeKernel.Lanczos)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        return VipsLibrary.Run($"{image.Width} x {image.Height} image", $"cannot be resized to {width} x {height}", () =>
        {
            using Image stored = VipsLibrary.Wrap(image);
            using Image resized = stored.Resize(
                (double)width / image.Width,
                kernel == ResizeKernel.Bilinear ? Enums.Kernel.Linear : Enums.Kernel.Lanczos3,
                vscale: (double)height / image.Height);
            return new RgbImage(width, height, resized.WriteToMemory<byte>());
        });
    }

    /// <summary>Shrinks an image, keeping its shape, until no side is longer than a limit; smaller images are returned as they are.</summary>
    public static RgbImage Thumbnail(RgbImage image, int longestSide, ResizeKernel kernel = ResizeKernel.Lanczos)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(longestSide);
        int longest = Math.Max(image.Width, image.Height);
        return longest <= longestSide ? image : To(image, Side(image.Width), Side(image.Height), kernel);

        int Side(int length) => Math.Max(1, (int)Math.Round((double)length * longestSide / longest));
    }
}
