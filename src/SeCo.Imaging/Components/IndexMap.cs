namespace SeCo.Imaging.Components;

/// <summary>A number for each pixel, <c>[H, W]</c>: 0 for none, k for the k-th of a list.</summary>
/// <param name="width">Columns.</param>
/// <param name="height">Rows.</param>
/// <param name="values">The buffer to use (not copied), <c>[H, W]</c>.</param>
public sealed class IndexMap(int width, int height, int[] values) : PixelGrid<int>(width, height, 1, values);
