namespace SeCo.SegmentAnything;

/// <summary>Regular grids of points over an image or crop, as shares of its sides.</summary>
internal static class PointGrid
{
    /// <summary>A grid of side x side points, each in the middle of its cell, row by row.</summary>
    public static ImagePoint[] Create(int side)
    {
        double offset = 1 / (2.0 * side);
        double step = side == 1 ? 0 : (1 - offset - offset) / (side - 1);
        return [.. Enumerable.Range(0, side * side).Select(i => new ImagePoint(Place(i % side), Place(i / side)))];

        double Place(int index) => side > 1 && index == side - 1 ? 1 - offset : offset + (index * step);
    }

    /// <summary>The grids of the whole image and of each layer of crops:
    /// layer i has side divided by factor to the power i points a side, rounded down.</summary>
    public static ImagePoint[][] ForLayers(int side, int layers, int factor) =>
        [.. Enumerable.Range(0, layers + 1).Select(layer => Create((int)(side / Math.Pow(factor, layer))))];
}
