using System.Numerics;

namespace SeCo.DrawnScenes;

/// <summary>What stands along a street.</summary>
internal enum FacadeKind
{
    Gap,
    House,
    Green,
}

/// <summary>A house front or a hedge along the street, from <paramref name="start"/> to <paramref name="end"/>, in metres.</summary>
internal sealed class Facade(FacadeKind kind, double start, double end, double height, TownStyle style, RandomSource random)
{
    // In the order of the draws.
    private readonly double _bay = random.NextDouble(2, 3.4) * style.Bay, _floor = random.NextDouble(2.7, 3.3);
    private readonly bool _hasShop = random.NextBool(0.35);
    private readonly ValueNoise _texture = new(random.NextUInt64());
    private readonly Vector3 _color = ColorOf(kind, style, random);

    public FacadeKind Kind => kind;

    public double Start => start;

    public double End => end;

    /// <summary>The object's number, given when drawing starts.</summary>
    public int Part { get; set; }

    /// <summary>Whether the front reaches this height at this place; green is ragged at the top, roofs are straight.</summary>
    public bool Reaches(double along, double y)
    {
        double top = kind == FacadeKind.Green ? height * (0.65 + (0.6 * _texture.Rough(along * 0.9, 3.7))) : height;
        return y < top;
    }

    /// <summary>The colour at a point of the front, in metres along the street and above the ground. Detail is averaged where it is finer than the footprint,
    /// the metres along the street that one pixel covers.</summary>
    public Vector3 Shade(double along, double y, double footprint)
    {
        float grain = _texture.Rough(along * 3, y * 3) - 0.5f;
        if (kind == FacadeKind.Green)
        {
            return _color * (1 + (1.3f * grain) + (0.35f * (float)(y / height)));
        }

        Vector3 wall = _color * (1 + (0.22f * grain));
        if (y > height - 0.5)
        {
            return wall * 0.7f; // The cornice.
        }

        if (_hasShop && y < _floor)
        {
            return y is > 0.6 and < 2.3 ? Glass(along / _bay, 0) : wall * 0.6f;
        }

        double across = Fraction((along - start) / _bay);
        double up = Fraction(y / _floor);
        bool isWindow = Math.Abs(across - 0.5) < style.Window / 2 && up is > 0.3 and < 0.82;
        if (footprint > 0.6 * _bay)
        {
            return wall * 0.82f;
        }

        return isWindow ? Glass(Math.Floor((along - start) / _bay), (int)(y / _floor) + 1) : wall;
    }

    private Vector3 Glass(double column, int floor)
    {
        float light = _texture.Cell((int)Math.Floor(column) + 400, floor);
        return light > 0.86f ? new Vector3(0.85f, 0.74f, 0.48f) : new Vector3(0.16f, 0.20f, 0.25f) * (0.7f + light);
    }

    // Both colours are drawn, whichever is used.
    private static Vector3 ColorOf(FacadeKind kind, TownStyle style, RandomSource random)
    {
        Vector3 wall = TownStyle.OneOf(style.Walls, random) * (float)random.NextDouble(0.75, 1.15);
        return kind == FacadeKind.Green ? TownStyle.OneOf(style.Leaves, random) * (float)random.NextDouble(0.7, 1.3) : wall;
    }

    private static double Fraction(double value) => value - Math.Floor(value);
}
