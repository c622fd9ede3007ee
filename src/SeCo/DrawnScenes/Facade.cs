using System.Numerics;
using SeCo.Torch;

namespace SeCo.DrawnScenes;

/// <summary>What stands along a street.</summary>
internal enum FacadeKind
{
    Gap,
    House,
    Green,
}

/// <summary>A house front or a hedge along the street, in metres.</summary>
internal sealed class Facade
{
    private readonly Vector3 _color;
    private readonly ValueNoise _texture;
    private readonly TownStyle _style;
    private readonly double _bay;
    private readonly double _floor;
    private readonly bool _hasShop;

    public Facade(FacadeKind kind, double start, double end, double height, TownStyle style, RandomSource random)
    {
        _style = style;
        Kind = kind;
        Start = start;
        End = end;
        Height = height;
        _bay = random.NextDouble(2, 3.4) * style.Bay;
        _floor = random.NextDouble(2.7, 3.3);
        _hasShop = random.NextBool(0.35);
        _texture = new ValueNoise(random.NextUInt64());
        Vector3 wall = TownStyle.OneOf(style.Walls, random) * (float)random.NextDouble(0.75, 1.15);
        _color = kind == FacadeKind.Green ? TownStyle.OneOf(style.Leaves, random) * (float)random.NextDouble(0.7, 1.3) : wall;
    }

    public FacadeKind Kind { get; }

    public double Start { get; }

    public double End { get; }

    public double Height { get; }

    /// <summary>The object's number, given when drawing starts.</summary>
    public int Part { get; set; }

    /// <summary>Whether the front reaches this height at this place; green is ragged at the top, roofs are straight.</summary>
    public bool Reaches(double along, double y)
    {
        double top = Kind == FacadeKind.Green ? Height * (0.65 + (0.6 * _texture.Rough(along * 0.9, 3.7))) : Height;
        return y < top;
    }

    /// <summary>The colour at a point of the front.</summary>
    /// <param name="along">Metres along the street.</param>
    /// <param name="y">Metres above the ground.</param>
    /// <param name="footprint">Metres along the street that one pixel covers; detail finer than that is averaged.</param>
    public Vector3 Shade(double along, double y, double footprint)
    {
        float grain = _texture.Rough(along * 3, y * 3) - 0.5f;
        if (Kind == FacadeKind.Green)
        {
            return _color * (1 + (1.3f * grain) + (0.35f * (float)(y / Height)));
        }

        Vector3 wall = _color * (1 + (0.22f * grain));
        if (y > Height - 0.5)
        {
            return wall * 0.7f; // The cornice.
        }

        if (_hasShop && y < _floor)
        {
            return y is > 0.6 and < 2.3 ? Glass(along / _bay, 0) : wall * 0.6f;
        }

        double across = Fraction((along - Start) / _bay);
        double up = Fraction(y / _floor);
        bool isWindow = Math.Abs(across - 0.5) < _style.Window / 2 && up is > 0.3 and < 0.82;
        if (footprint > 0.6 * _bay)
        {
            return wall * 0.82f;
        }

        return isWindow ? Glass(Math.Floor((along - Start) / _bay), (int)(y / _floor) + 1) : wall;
    }

    private Vector3 Glass(double column, int floor)
    {
        float light = _texture.Cell((int)Math.Floor(column) + 400, floor);
        return light > 0.86f ? new Vector3(0.85f, 0.74f, 0.48f) : new Vector3(0.16f, 0.20f, 0.25f) * (0.7f + light);
    }

    private static double Fraction(double value) => value - Math.Floor(value);
}
