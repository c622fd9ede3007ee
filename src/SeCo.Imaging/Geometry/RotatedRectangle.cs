namespace SeCo.Imaging.Geometry;

/// <summary>A rectangle at any angle.</summary>
/// <param name="Center">Its centre, in pixels.</param>
/// <param name="Width">Length of the sides along <paramref name="Angle"/>, in pixels.</param>
/// <param name="Height">Length of the other sides, in pixels.</param>
/// <param name="Angle">Direction of the width, in radians, clockwise on the screen from the x axis.</param>
public readonly record struct RotatedRectangle(ImagePoint Center, double Width, double Height, double Angle)
{
    /// <summary>Its area, in square pixels.</summary>
    public double Area => Width * Height;

    /// <summary>Its perimeter, in pixels.</summary>
    public double Perimeter => 2 * (Width + Height);

    /// <summary>The rectangle with both sides multiplied and the centre kept.</summary>
    public RotatedRectangle Scale(double factor) => this with { Width = Width * factor, Height = Height * factor };

    /// <summary>The rectangle with both sides lengthened by the same number of pixels and the centre kept.</summary>
    public RotatedRectangle Grow(double pixels) => this with { Width = Width + pixels, Height = Height + pixels };

    /// <summary>The four corners, clockwise on the screen: the upper of the two leftmost corners, the upper of the two rightmost, the lower right, the lower
    /// left.</summary>
    public ImagePoint[] Corners()
    {
        double cos = Math.Cos(Angle), sin = Math.Sin(Angle);
        double wx = cos * Width / 2, wy = sin * Width / 2, hx = -sin * Height / 2, hy = cos * Height / 2;
        ImagePoint[] corners =
        [
            new(Center.X - wx - hx, Center.Y - wy - hy),
            new(Center.X + wx - hx, Center.Y + wy - hy),
            new(Center.X + wx + hx, Center.Y + wy + hy),
            new(Center.X - wx + hx, Center.Y - wy + hy),
        ];
        ImagePoint[] byColumn = [.. corners.OrderBy(c => c.X)];
        (ImagePoint upperLeft, ImagePoint lowerLeft) = Upright(byColumn[0], byColumn[1]);
        (ImagePoint upperRight, ImagePoint lowerRight) = Upright(byColumn[2], byColumn[3]);
        return [upperLeft, upperRight, lowerRight, lowerLeft];
    }

    private static (ImagePoint Upper, ImagePoint Lower) Upright(ImagePoint a, ImagePoint b) => a.Y <= b.Y ? (a, b) : (b, a);
}
