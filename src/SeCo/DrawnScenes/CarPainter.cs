using System.Numerics;

namespace SeCo.DrawnScenes;

/// <summary>Draws a car as two faces in perspective: the side that the camera sees, then front or rear.</summary>
internal sealed class CarPainter(Street street, SceneCanvas canvas, RandomSource random)
{
    private const double HalfWidth = 0.9;
    private static readonly Vector3 Tyre = new(0.05f, 0.05f, 0.06f);
    private static readonly Vector3 Window = new(0.14f, 0.18f, 0.22f);

    /// <summary>Draws one car: its middle x metres to the right of the camera, its nearer end z metres ahead.</summary>
    public void Paint(double x, double z, Vector3 paint, bool showsFront)
    {
        double length = random.NextDouble(3.6, 4.6), height = random.NextDouble(1.4, 1.75);
        int part = canvas.BeginObject();
        canvas.CastShadow(street.ColumnOf(x, z + 1), street.RowOf(0, z + 0.4), 1.25 * street.Scale(z), 0.16 * street.Scale(z), 0.6f);
        PaintSide(x, z, length, height, paint, showsFront, part);
        PaintEnd(x, z, height, paint, showsFront, part);
    }

    /// <summary>The side plane towards the camera's axis, seen at a flat angle.</summary>
    private void PaintSide(double x, double z, double length, double height, Vector3 paint, bool showsFront, int part)
    {
        double plane = x > 0 ? x - HalfWidth : x + HalfWidth;
        if (Math.Abs(plane) < 0.3 || (x > 0) != (plane > 0))
        {
            return; // Straight ahead: only the end is seen.
        }

        double near = street.ColumnOf(plane, z), far = street.ColumnOf(plane, z + length);
        canvas.Paint(
            Math.Min(near, far), street.RowOf(height, z), Math.Max(near, far), street.RowOf(0, z), (float)z + 0.1f, DrawnClasses.Car, part, (px, py) =>
        {
            double offset = px - street.VanishingX;
            double depth = offset * plane > 0 ? street.Focal * plane / offset : double.MaxValue;
            double along = (depth - z) / length, up = (street.CameraHeight - ((py - street.VanishingY) * depth / street.Focal)) / height;
            return along is < 0 or > 1 ? null : SideColor(showsFront ? 1 - along : along, up, paint * 0.8f);
        });
    }

    private static Vector3? SideColor(double along, double up, Vector3 paint)
    {
        double top = along < 0.6 ? 1 : along < 0.76 ? 1 - (2.6 * (along - 0.6)) : 0.58;
        double front = (along - 0.2) * (along - 0.2) * 6;
        double rear = (along - 0.8) * (along - 0.8) * 6;
        double fromHub = ((up - 0.2) * (up - 0.2)) + Math.Min(front, rear);
        if (fromHub < 0.045)
        {
            return Tyre;
        }

        if (up < 0.16 || up > top)
        {
            return null;
        }

        bool isGlass = up > 0.6 && up < top - 0.06 && along is > 0.1 and < 0.68 && Math.Abs(along - 0.4) > 0.02;
        return isGlass ? Window : paint * (up < 0.3 ? 0.75f : 1);
    }

    private void PaintEnd(double x, double z, double height, Vector3 paint, bool showsFront, int part)
    {
        double left = street.ColumnOf(x - HalfWidth, z), right = street.ColumnOf(x + HalfWidth, z);
        double top = street.RowOf(height, z), ground = street.RowOf(0, z);
        Vector3 lamp = showsFront ? new Vector3(0.95f, 0.94f, 0.85f) : new Vector3(0.75f, 0.08f, 0.06f);
        canvas.Paint(left, top, right, ground, (float)z, DrawnClasses.Car, part, (px, py) =>
        {
            double across = ((px - left) / (right - left)) - 0.5;
            double up = (ground - py) / (ground - top);
            double side = Math.Abs(across);
            if (up is < 0 or > 1 || side > 0.5)
            {
                return null;
            }

            if (up < 0.2)
            {
                return side is > 0.3 and < 0.47 ? Tyre : up > 0.12 ? paint * 0.45f : null;
            }

            if (up > 0.56)
            {
                double half = 0.5 - (0.18 * (up - 0.56));
                bool isGlass = up is > 0.6 and < 0.93 && side < half - 0.06;
                return side < half ? (isGlass ? Window * (float)(0.8 + up) : paint) : null;
            }

            bool isLamp = up is > 0.4 and < 0.52 && side is > 0.32 and < 0.48;
            bool isPlate = up is > 0.27 and < 0.36 && side < 0.13;
            return isLamp ? lamp : isPlate ? new Vector3(0.85f) : paint * (float)(0.78 + (0.3 * up));
        });
    }
}
