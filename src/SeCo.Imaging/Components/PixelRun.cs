namespace SeCo.Imaging.Components;

/// <summary>Neighbouring pixels of one row: columns [<see cref="X0"/>, <see cref="X1"/>).</summary>
/// <param name="Y">Row.</param>
/// <param name="X0">First column.</param>
/// <param name="X1">One past the last column.</param>
public readonly record struct PixelRun(int Y, int X0, int X1)
{
    /// <summary>Pixels in the run.</summary>
    public int Length => X1 - X0;
}
