namespace SeCo.SegmentAnything;

/// <summary>A box by its corners, in pixels from the top-left. As a prompt it need not be whole; around a mask the corners are its first and last columns and rows.</summary>
/// <param name="X0">Left.</param>
/// <param name="Y0">Top.</param>
/// <param name="X1">Right.</param>
/// <param name="Y1">Bottom.</param>
public readonly record struct SamBox(double X0, double Y0, double X1, double Y1)
{
    /// <summary>The same box as corner and size.</summary>
    public CocoBox ToCoco() => new(X0, Y0, X1 - X0, Y1 - Y0);
}
