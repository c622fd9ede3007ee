namespace SeCo.Correction.Windows;

/// <summary>One window to load.</summary>
/// <param name="Image">The image's index in the <see cref="RegionImageCache"/>.</param>
/// <param name="Region">The region's index in the image's list.</param>
/// <param name="Flip">True to mirror it left and right.</param>
public readonly record struct WindowRequest(int Image, int Region, bool Flip = false);
