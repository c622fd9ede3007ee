using System.Numerics;

namespace SeCo.DrawnScenes;

/// <summary>Draws what does not move: sky, ground, houses and green, by following the ray of every pixel.</summary>
internal sealed class StreetPainter
{
    private readonly Street _street;
    private readonly SceneCanvas _canvas;
    private readonly int _sky, _road, _pavementLeft, _pavementRight, _lawn, _skyline;

    private StreetPainter(Street street, SceneCanvas canvas)
    {
        (_street, _canvas) = (street, canvas);
        (_sky, _road) = (canvas.BeginObject(), canvas.BeginObject());
        (_pavementLeft, _pavementRight) = (canvas.BeginObject(), canvas.BeginObject());
        (_lawn, _skyline) = (canvas.BeginObject(), canvas.BeginObject());
        foreach (Facade facade in (Facade[])[.. street.Left.Front, .. street.Left.Back, .. street.Right.Front, .. street.Right.Back])
        {
            facade.Part = canvas.BeginObject();
        }
    }

    /// <summary>Fills the whole canvas.</summary>
    public static void Paint(Street street, SceneCanvas canvas) => canvas.Each(new StreetPainter(street, canvas).PaintPixel);

    private void PaintPixel(int x, int y, int pixel)
    {
        double dx = x - _street.VanishingX, dy = y - _street.VanishingY;
        StreetSide side = dx < 0 ? _street.Left : _street.Right;
        if (TryPaintRow(pixel, dx, dy, side.Front, side.FrontWall) || TryPaintRow(pixel, dx, dy, side.Back, side.BackWall) || TryPaintSkyline(pixel, dx, dy))
        {
            return;
        }

        if (dy > 0)
        {
            PaintGround(pixel, dx, dy, side);
        }
        else
        {
            PaintSky(pixel, x, y);
        }
    }

    private bool TryPaintRow(int pixel, double dx, double dy, Facade[] row, double wall)
    {
        double z = _street.Focal * wall / Math.Max(Math.Abs(dx), 1e-3);
        double height = _street.CameraHeight - (dy * z / _street.Focal);
        if (z > Street.End || height < 0 || StreetSide.At(row, z) is not { } facade || !facade.Reaches(z, height))
        {
            return false;
        }

        double footprint = z * z / (_street.Focal * wall);
        byte label = facade.Kind == FacadeKind.Green ? DrawnClasses.Vegetation : DrawnClasses.Building;
        _canvas.Set(pixel, facade.Shade(z, height, footprint), (float)z, label, facade.Part);
        return true;
    }

    /// <summary>The end of the street: roofs and trees of uneven height.</summary>
    private bool TryPaintSkyline(int pixel, double dx, double dy)
    {
        double across = dx * Street.End / _street.Focal;
        double height = _street.CameraHeight - (dy * Street.End / _street.Focal);
        int block = (int)Math.Floor(across / 9);
        bool isGreen = _street.Texture.Cell(block, 91) < 0.4f;
        double top = isGreen ? 4 + (5 * _street.Texture.Rough(across * 0.4, 17)) : 5 + (11 * _street.Texture.Cell(block, 92));
        if (height < 0 || height > top)
        {
            return false;
        }

        float grain = 0.85f + (0.3f * _street.Texture.Rough(across, height));
        Vector3 color = isGreen ? _street.Style.FarGreen : _street.Style.FarWalls * (0.8f + (0.4f * _street.Texture.Cell(block, 93)));
        _canvas.Set(pixel, color * grain, (float)Street.End, isGreen ? DrawnClasses.Vegetation : DrawnClasses.Building, _skyline);
        return true;
    }

    private void PaintGround(int pixel, double dx, double dy, StreetSide side)
    {
        double z = _street.Focal * _street.CameraHeight / dy;
        double x = dx * z / _street.Focal;
        double beside = Math.Abs(x);
        double stone = _street.Style.Stone;
        float grain = _street.Texture.Rough(x * 2.2, z * 1.1) - 0.5f;
        float fine = _street.Texture.Smooth(x * 9, z * 4) - 0.5f;
        if (beside < side.Kerb)
        {
            bool isLine = _street.HasMarkings && Math.Abs(x - _street.CentreX) < 0.09 + (0.002 * z) && (int)Math.Floor(z / 3) % 2 == 0;
            Vector3 color = isLine ? new Vector3(0.78f, 0.78f, 0.74f) : _street.Asphalt * (1 + (0.28f * grain) + (0.16f * fine));
            _canvas.Set(pixel, color, (float)z, DrawnClasses.Road, _road);
        }
        else if (beside < side.FrontWall)
        {
            bool isKerb = beside < side.Kerb + 0.16;
            bool isJoint = z < 14 && (Fraction(x / stone) < 0.05 || Fraction(z / stone) < 0.06);
            float tone = isKerb ? 1.25f : isJoint ? 0.82f : 1;
            _canvas.Set(
                pixel, _street.Paving * tone * (1 + (0.2f * grain) + (0.1f * fine)), (float)z, DrawnClasses.Pavement, x < 0 ? _pavementLeft : _pavementRight);
        }
        else
        {
            _canvas.Set(pixel, _street.Style.Lawn * (1 + (0.8f * grain)), (float)z, DrawnClasses.Vegetation, _lawn);
        }
    }

    private void PaintSky(int pixel, int x, int y)
    {
        float height = (float)(y / _street.VanishingY);
        float cloud = _street.Texture.Rough(x * 5.0 / _canvas.Width, y * 11.0 / _canvas.Height);
        Vector3 clear = Vector3.Lerp(_street.Style.Zenith, _street.Style.Horizon, height);
        float white = Math.Clamp((cloud - 1 + _street.Style.Clouds) * 3.5f, 0, 0.85f);
        _canvas.Set(pixel, Vector3.Lerp(clear, _street.Style.Cloud, white), SceneCanvas.Far, DrawnClasses.Sky, _sky);
    }

    private static double Fraction(double value) => value - Math.Floor(value);
}
