using SeCo.Imaging.Resampling;

namespace SeCo.SegmentAnything;

/// <summary>How an image gets into the model's frame: its longest side is resized to a fixed length (official <c>ResizeLongestSide</c>), or it is stretched
/// to a square, which the model does itself (SAM 2).</summary>
internal sealed class ImageTransform
{
    private readonly bool _stretches;

    /// <summary>Plans the transform.</summary>
    /// <exception cref="ArgumentException">The image is so thin that its short side becomes 0 pixels.</exception>
    public ImageTransform(int width, int height, int longestSide, bool stretches = false)
    {
        (Width, Height, _stretches) = (width, height, stretches);
        (ResizedWidth, ResizedHeight) = stretches ? (longestSide, longestSide) : ResizedSize(width, height, longestSide);
        if (ResizedWidth == 0 || ResizedHeight == 0)
        {
            throw new ArgumentException(
                $"An image of {width} x {height} pixels becomes {ResizedWidth} x {ResizedHeight} when its longest side is {longestSide}, expected at least "
                    + "one pixel a side. Cut the image into shorter parts.");
        }
    }

    public int Width { get; }

    public int Height { get; }

    public int ResizedWidth { get; }

    public int ResizedHeight { get; }

    /// <summary>The size an image gets: each side times the factor, halves rounded up. A side may become 0.</summary>
    public static (int Width, int Height) ResizedSize(int width, int height, int longestSide)
    {
        double scale = longestSide * 1.0 / Math.Max(width, height);
        return ((int)((width * scale) + 0.5), (int)((height * scale) + 0.5));
    }

    /// <summary>A point of the image in the model's frame.</summary>
    public ImagePoint Apply(ImagePoint point) => new(point.X * ((double)ResizedWidth / Width), point.Y * ((double)ResizedHeight / Height));

    /// <summary>A box of the image in the model's frame.</summary>
    public ImageBox Apply(ImageBox box)
    {
        (ImagePoint first, ImagePoint second) = (Apply(new ImagePoint(box.X0, box.Y0)), Apply(new ImagePoint(box.X1, box.Y1)));
        return new ImageBox(first.X, first.Y, second.X, second.Y);
    }

    /// <summary>The way back, from low-resolution logits in the model's frame to masks of the image.</summary>
    public MaskUpsampler Upsampler(int modelSide, int lowResolutionSide) => _stretches
        ? new(Width, Height, lowResolutionSide, lowResolutionSide, lowResolutionSide, lowResolutionSide) // in one step
        : new(Width, Height, ResizedWidth, ResizedHeight, modelSide, lowResolutionSide);

    /// <summary>The cells of a side in which the model sees the image, and the pixels of the image that they cover.</summary>
    public (Size2d Cells, Size2d Covered) Cells(int patchSize)
    {
        (int rows, int columns) = ((ResizedHeight + patchSize - 1) / patchSize, (ResizedWidth + patchSize - 1) / patchSize);
        return (new Size2d(rows, columns), new Size2d(Covered(rows, Height, ResizedHeight), Covered(columns, Width, ResizedWidth)));

        int Covered(int cells, int side, int resized) => Math.Max(1, (int)Math.Round((double)cells * patchSize * side / resized));
    }

    /// <summary>The resized image, <c>[ResizedHeight, ResizedWidth, 3]</c>, byte for byte the official one; the window itself where the model
    /// stretches.</summary>
    /// <exception cref="ArgumentException">The window has another size or leaves the image.</exception>
    public RgbImage Resize(RgbImage image, Box window, int threads = 1) =>
        window.Width == Width && window.Height == Height
            ? AntialiasedResize.Bilinear(image, window, _stretches ? Width : ResizedWidth, _stretches ? Height : ResizedHeight, threads)
            : throw new ArgumentException(
                $"The part is {window.Width} x {window.Height} pixels, but the transform was made for {Width} x {Height}.", nameof(window));
}
