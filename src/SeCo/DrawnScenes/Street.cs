using System.Numerics;

namespace SeCo.DrawnScenes;

/// <summary>A straight street seen by a camera above it: where its edges and walls are, in metres.</summary>
/// <remarks>X is to the right of the camera, Y above the ground, Z ahead.
/// A pixel (x, y) sees the points (X, Y, Z) with x = vx + f X / Z, y = vy + f (c - Y) / Z.</remarks>
internal sealed class Street
{
    /// <summary>Where the street ends in a skyline.</summary>
    public const double End = 95;

    /// <summary>Plans a street; the order of the draws decides what it looks like.</summary>
    public Street(int width, int height, TownStyle style, RandomSource random)
    {
        Style = style;
        CameraHeight = style.CameraHeight;
        Focal = style.Focal * width;
        VanishingX = width * random.NextDouble(0.38, 0.62);
        VanishingY = height * random.NextDouble(style.HorizonTop, style.HorizonTop + 0.08);
        double offset = random.NextDouble(-1.2, 1.2);
        double half = random.NextDouble(style.HalfRoad, style.HalfRoad + 2);
        RoadLeft = offset - half;
        RoadRight = offset + half;
        Left = new StreetSide(-RoadLeft, style, random);
        Right = new StreetSide(RoadRight, style, random);
        HasMarkings = random.NextBool(0.75);
        Asphalt = TownStyle.OneOf(style.Asphalt, random) * (float)random.NextDouble(0.8, 1.25);
        Paving = TownStyle.OneOf(style.Paving, random) * (float)random.NextDouble(0.85, 1.15);
        Texture = new ValueNoise(random.NextUInt64());
        CentreX = offset;
    }

    public TownStyle Style { get; }

    /// <summary>The camera's height in metres.</summary>
    public double CameraHeight { get; }

    /// <summary>The focal length in pixels.</summary>
    public double Focal { get; }

    /// <summary>The column of the vanishing point.</summary>
    public double VanishingX { get; }

    /// <summary>The row of the horizon.</summary>
    public double VanishingY { get; }

    public double RoadLeft { get; }

    public double RoadRight { get; }

    /// <summary>The middle line of the road.</summary>
    public double CentreX { get; }

    public StreetSide Left { get; }

    public StreetSide Right { get; }

    public bool HasMarkings { get; }

    public Vector3 Asphalt { get; }

    public Vector3 Paving { get; }

    public ValueNoise Texture { get; }

    /// <summary>The column at which a point is seen.</summary>
    public double ColumnOf(double x, double z) => VanishingX + (Focal * x / z);

    /// <summary>The row at which a point is seen.</summary>
    public double RowOf(double y, double z) => VanishingY + (Focal * (CameraHeight - y) / z);

    /// <summary>Pixels a metre at a distance.</summary>
    public double Scale(double z) => Focal / z;
}
