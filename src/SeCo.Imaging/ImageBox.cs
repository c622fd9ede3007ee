namespace SeCo.Imaging;

/// <summary>A box by its corners, in pixels from the top-left, which need not be whole.
/// Around a mask the corners are its first and last columns and rows.</summary>
/// <param name="X0">Left.</param>
/// <param name="Y0">Top.</param>
/// <param name="X1">Right.</param>
/// <param name="Y1">Bottom.</param>
public readonly record struct ImageBox(double X0, double Y0, double X1, double Y1)
{
    /// <summary>Right minus left. Of a mask's box it is the last column minus the first, so that one column gives 0.</summary>
    public double Width => X1 - X0;

    /// <summary>Bottom minus top.</summary>
    public double Height => Y1 - Y0;

    /// <summary>A box from its upper left corner and its size, as COCO and Segment Anything write it in files.</summary>
    public static ImageBox OfSize(double x, double y, double width, double height) => new(x, y, x + width, y + height);

    /// <summary>The box from the first to the last of some pixels, as Segment Anything measures masks; all 0 for an empty box.</summary>
    public static ImageBox Around(Box pixels) => pixels.IsEmpty ? default : new ImageBox(pixels.X0, pixels.Y0, pixels.X1 - 1, pixels.Y1 - 1);
}
