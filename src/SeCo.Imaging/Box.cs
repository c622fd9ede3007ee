namespace SeCo.Imaging;

/// <summary>A box of whole pixels, half open: columns [<see cref="X0"/>, <see cref="X1"/>), rows [<see cref="Y0"/>, <see cref="Y1"/>).</summary>
/// <param name="X0">First column.</param>
/// <param name="Y0">First row.</param>
/// <param name="X1">One past the last column.</param>
/// <param name="Y1">One past the last row.</param>
public readonly record struct Box(int X0, int Y0, int X1, int Y1)
{
    /// <summary>Columns in the box.</summary>
    public int Width => X1 - X0;

    /// <summary>Rows in the box.</summary>
    public int Height => Y1 - Y0;

    /// <summary>Pixels in the box; 0 for an empty or inverted box.</summary>
    public long Area => IsEmpty ? 0 : (long)Width * Height;

    /// <summary>True where the box holds no pixel.</summary>
    public bool IsEmpty => X1 <= X0 || Y1 <= Y0;

    /// <summary>The part of the box inside an image of the given size.</summary>
    public Box Clip(int width, int height) =>
        new(Math.Clamp(X0, 0, width), Math.Clamp(Y0, 0, height), Math.Clamp(X1, 0, width), Math.Clamp(Y1, 0, height));

    /// <summary>The common part of two boxes; empty where they do not meet.</summary>
    public Box Intersect(Box other) => new(Math.Max(X0, other.X0), Math.Max(Y0, other.Y0), Math.Min(X1, other.X1), Math.Min(Y1, other.Y1));

    /// <summary>True where the pixel lies in the box.</summary>
    public bool Contains(int x, int y) => x >= X0 && x < X1 && y >= Y0 && y < Y1;
}
