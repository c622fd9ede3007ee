namespace SeCo.Imaging.Components;

/// <summary>One 8-connected component of equal label.</summary>
/// <param name="Label">The label of its pixels.</param>
/// <param name="Area">Its pixels.</param>
/// <param name="Bounds">The smallest box around it.</param>
/// <param name="FirstX">Column of its first pixel in row-major order.</param>
/// <param name="FirstY">Row of its first pixel in row-major order.</param>
/// <param name="Centroid">The mean of its pixel centres; may lie outside a component that is not convex.</param>
public readonly record struct Component(byte Label, int Area, Box Bounds, int FirstX, int FirstY, ImagePoint Centroid);
