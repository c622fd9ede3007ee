using System.Numerics;

namespace SeCo.DrawnScenes;

/// <summary>A straight street seen by a camera above it: where its edges and walls are, in metres, focal length and vanishing point in pixels.</summary>
/// <remarks>X is to the right of the camera, Y above the ground, Z ahead.
/// A pixel (x, y) sees the points (X, Y, Z) with x = vx + f X / Z, y = vy + f (c - Y) / Z.</remarks>
internal sealed record Street(
    TownStyle Style, double Focal, double VanishingX, double VanishingY, double CentreX, double RoadLeft, double RoadRight, StreetSide Left, StreetSide Right,
    bool HasMarkings, Vector3 Asphalt, Vector3 Paving, ValueNoise Texture)
{
    /// <summary>Where the street ends in a skyline.</summary>
    public const double End = 95;

    public double CameraHeight => Style.CameraHeight;

    /// <summary>Plans a street; the order of the draws decides what it looks like.</summary>
    public static Street Plan(int width, int height, TownStyle style, RandomSource random)
    {
        double vanishingX = width * random.NextDouble(0.38, 0.62);
        double vanishingY = height * random.NextDouble(style.HorizonTop, style.HorizonTop + 0.08);
        double middle = random.NextDouble(-1.2, 1.2), half = random.NextDouble(style.HalfRoad, style.HalfRoad + 2);
        (double left, double right) = (middle - half, middle + half);
        return new Street(
            style, style.Focal * width, vanishingX, vanishingY, middle, left, right, StreetSide.Plan(-left, style, random),
            StreetSide.Plan(right, style, random), random.NextBool(0.75),
            TownStyle.OneOf(style.Asphalt, random) * (float)random.NextDouble(0.8, 1.25),
            TownStyle.OneOf(style.Paving, random) * (float)random.NextDouble(0.85, 1.15), new ValueNoise(random.NextUInt64()));
    }

    /// <summary>The column at which a point is seen.</summary>
    public double ColumnOf(double x, double z) => VanishingX + (Focal * x / z);

    /// <summary>The row at which a point is seen.</summary>
    public double RowOf(double y, double z) => VanishingY + (Focal * (CameraHeight - y) / z);

    /// <summary>Pixels a metre at a distance.</summary>
    public double Scale(double z) => Focal / z;
}
