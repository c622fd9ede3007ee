namespace SeCo.Imaging;

/// <summary>A point in pixels from the top-left; whole numbers are pixel centres.</summary>
/// <param name="X">Column.</param>
/// <param name="Y">Row.</param>
public readonly record struct ImagePoint(double X, double Y);
