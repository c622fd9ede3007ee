namespace SeCo.SegmentAnything;

/// <summary>A point prompt.</summary>
/// <param name="X">Column, in pixels of the image; need not be whole.</param>
/// <param name="Y">Row, in pixels of the image.</param>
/// <param name="Label">What the point says.</param>
public readonly record struct SamPoint(double X, double Y, PointLabel Label = PointLabel.Inside);
