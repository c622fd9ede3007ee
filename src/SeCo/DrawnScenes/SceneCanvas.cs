using System.Numerics;
using SeCo.Imaging;

namespace SeCo.DrawnScenes;

/// <summary>What lies at a pixel of an object: its colour, or nothing.</summary>
/// <param name="x">Column of the pixel's centre.</param>
/// <param name="y">Row of the pixel's centre.</param>
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
    public float[] Depths { get; } = NewDepths(width * height);

    /// <summary>Classes; 255 for objects of no class.</summary>
    public byte[] Classes { get; } = new byte[width * height];

    /// <summary>Which object (a house, a tree, a car) a pixel belongs to, from 0.</summary>
    public int[] Objects { get; } = new int[width * height];

    /// <summary>How many objects were begun.</summary>
    public int ObjectCount { get; private set; }

    /// <summary>A number for a new object.</summary>
    public int BeginObject() => ObjectCount++;

    /// <summary>Sets a pixel of the background.</summary>
    public void Set(int pixel, Vector3 color, float depth, byte label, int part)
    {
        Colors[pixel] = color;
        Depths[pixel] = depth;
        Classes[pixel] = label;
        Objects[pixel] = part;
    }

    /// <summary>Draws an object at one distance; what is nearer stays in front of it.</summary>
    public void Paint(double left, double top, double right, double bottom, float depth, byte label, int part, Shader shade)
    {
        Box box = new Box((int)Math.Floor(left), (int)Math.Floor(top), (int)Math.Ceiling(right) + 1, (int)Math.Ceiling(bottom) + 1).Clip(width, height);
        for (int y = box.Y0; y < box.Y1; y++)
        {
            for (int x = box.X0; x < box.X1; x++)
            {
                int pixel = (y * width) + x;
                if (depth <= Depths[pixel] && shade(x, y) is { } color)
                {
                    Set(pixel, color, depth, label, part);
                }
            }
        }
    }

    /// <summary>Darkens the ground inside an ellipse, densest in its middle.</summary>
    public void CastShadow(double centreX, double centreY, double radiusX, double radiusY, float strength)
    {
        Box box = new Box((int)(centreX - radiusX), (int)(centreY - radiusY), (int)(centreX + radiusX) + 1, (int)(centreY + radiusY) + 1).Clip(width, height);
        for (int y = box.Y0; y < box.Y1; y++)
        {
            for (int x = box.X0; x < box.X1; x++)
            {
                double dx = (x - centreX) / radiusX;
                double dy = (y - centreY) / radiusY;
                float inside = (float)Math.Max(0, 1 - (dx * dx) - (dy * dy));
                int pixel = (y * width) + x;
                if (Classes[pixel] is DrawnClasses.Road or DrawnClasses.Pavement)
                {
                    Colors[pixel] *= 1 - (strength * Math.Min(1, 2 * inside));
                }
            }
        }
    }

    private static float[] NewDepths(int count)
    {
        float[] depths = new float[count];
        Array.Fill(depths, Far);
        return depths;
    }
}
