namespace SeCo.Imaging;

/// <summary>A colour image, 8 bits a channel, <c>[H, W, 3]</c> in the order red, green, blue.</summary>
/// <param name="width">Columns.</param>
/// <param name="height">Rows.</param>
/// <param name="pixels">The buffer to use (not copied), <c>[H, W, 3]</c>.</param>
public sealed class RgbImage(int width, int height, byte[] pixels) : PixelGrid<byte>(width, height, 3, pixels)
{
    /// <summary>A black image.</summary>
    public RgbImage(int width, int height)
        : this(width, height, new byte[checked(width * height * 3)])
    {
    }
}
