using System.Numerics;

namespace SeCo.DrawnScenes;

/// <summary>What lies at a pixel of an object, by the column and row of its centre: its colour, or nothing.</summary>
internal delegate Vector3? Shader(double x, double y);

/// <summary>A picture while it is drawn: colour, distance, class and object of every pixel, row-major.</summary>
internal sealed class SceneCanvas(int width, int height)
{
    /// <summary>Sky, and everything else that has no distance.</summary>
    public const float Far = 400;

    public int Width => width;

    public int Height => height;

    /// <summary>Colours, red, green, blue in [0, 1].</summary>
    public Vector3[] Colors { get; } = new Vector3[width * height];

    /// <summary>Distances in metres.</summary>
    public float[] Depths { get; } = [.. Enumerable.Repeat(Far, width * height)];

    /// <summary>Classes; 255 for objects of no class.</summary>
    public byte[] Classes { get; } = new byte[width * height];

    /// <summary>Which object (a house, a tree, a car) a pixel belongs to, from 0.</summary>
    public int[] Objects { get; } = new int[width * height];

    /// <summary>How many objects were begun.</summary>
    public int ObjectCount { get; private set; }

    /// <summary>A number for a new object.</summary>
    public int BeginObject() => ObjectCount++;

    /// <summary>Sets a pixel of the background.</summary>
    public void Set(int pixel, Vector3 color, float depth, byte label, int part) =>
        (Colors[pixel], Depths[pixel], Classes[pixel], Objects[pixel]) = (color, depth, label, part);

    /// <summary>Draws an object at one distance; what is nearer stays in front of it.</summary>
    public void Paint(double left, double top, double right, double bottom, float depth, byte label, int part, Shader shade) =>
        Each(new Box((int)Math.Floor(left), (int)Math.Floor(top), (int)Math.Ceiling(right) + 1, (int)Math.Ceiling(bottom) + 1), (x, y, pixel) =>
        {
            if (depth <= Depths[pixel] && shade(x, y) is { } color)
            {
                Set(pixel, color, depth, label, part);
            }
        });

    /// <summary>Darkens the ground inside an ellipse, densest in its middle.</summary>
    public void CastShadow(double centreX, double centreY, double radiusX, double radiusY, float strength) => Each(
        new Box((int)(centreX - radiusX), (int)(centreY - radiusY), (int)(centreX + radiusX) + 1, (int)(centreY + radiusY) + 1), (x, y, pixel) =>
        {
            double dx = (x - centreX) / radiusX, dy = (y - centreY) / radiusY;
            float inside = (float)Math.Max(0, 1 - (dx * dx) - (dy * dy));
            if (Classes[pixel] is DrawnClasses.Road or DrawnClasses.Pavement)
            {
                Colors[pixel] *= 1 - (strength * Math.Min(1, 2 * inside));
            }
        });

    /// <summary>Does something at every pixel, or at those of a box, row by row.</summary>
    public void Each(Action<int, int, int> at) => Each(new Box(0, 0, width, height), at);

    private void Each(Box box, Action<int, int, int> at)
    {
        Box inside = box.Clip(width, height);
        for (int y = inside.Y0; y < inside.Y1; y++)
        {
            for (int x = inside.X0; x < inside.X1; x++)
            {
                at(x, y, (y * width) + x);
            }
        }
    }
}
