using System.Numerics;

namespace SeCo.DrawnScenes;

/// <summary>Places and draws what stands on the street: trees, poles with signs, cars, persons, cyclists and objects of no class.</summary>
internal sealed class ThingPainter(Street street, SceneCanvas canvas, RandomSource random)
{
    /// <summary>Draws a street's worth of things.</summary>
    public void PaintAll(double unknownObjects)
    {
        Repeat(1, 4, () => PaintTree(Side(), random.NextDouble(9, 45)));
        Repeat(3, 6, () => PaintPole(Side(), random.NextDouble(3, 14.4)));
        Repeat(2, 5, PaintCar);
        Repeat(2, 6, () => PaintPerson(Side(), random.NextDouble(7, 15)));
        Repeat(0, 2, () => PaintCyclist(random.NextDouble(3, 7.8)));
        if (random.NextBool(unknownObjects))
        {
            PaintUnknown(Side(), random.NextDouble(4.5, 9));
        }
    }

    private void Repeat(int low, int high, Action draw)
    {
        for (int n = low + random.NextInt(high - low + 1); n > 0; n--)
        {
            draw();
        }
    }

    private StreetSide Side() => random.NextBool() ? street.Left : street.Right;

    /// <summary>A place on a pavement: a share of the way from kerb to wall.</summary>
    private double OnPavement(StreetSide side, double share) =>
        (side == street.Left ? -1 : 1) * (side.Kerb + (share * (side.FrontWall - side.Kerb)));

    private void PaintTree(StreetSide side, double z)
    {
        double x = street.ColumnOf(OnPavement(side, random.NextDouble(0.3, 0.8)), z);
        double crown = random.NextDouble(1.3, 2.4) * street.Scale(z);
        double middle = street.RowOf(random.NextDouble(3.4, 5), z);
        double ground = street.RowOf(0, z);
        double trunk = Math.Max(0.8, 0.16 * street.Scale(z));
        int part = canvas.BeginObject();
        ValueNoise leaves = new(random.NextUInt64());
        Vector3 green = TownStyle.OneOf(street.Style.Leaves, random) * (float)random.NextDouble(0.75, 1.3);
        canvas.CastShadow(x, ground, crown, 0.25 * crown, 0.35f);
        canvas.Paint(x - trunk, middle, x + trunk, ground, (float)z, DrawnClasses.Vegetation, part,
            (px, py) => Math.Abs(px - x) <= trunk && py <= ground ? new Vector3(0.30f, 0.23f, 0.17f) * (0.8f + (0.4f * leaves.Smooth(px, py * 0.3))) : null);
        canvas.Paint(x - (1.3 * crown), middle - (1.2 * crown), x + (1.3 * crown), middle + (1.2 * crown), (float)z, DrawnClasses.Vegetation, part, (px, py) =>
        {
            double dx = (px - x) / crown, dy = (py - middle) / (0.9 * crown);
            float clump = leaves.Rough(dx * 3.2, dy * 3.2);
            float light = 0.75f + (0.9f * (leaves.Rough(dx * 8, dy * 8) - 0.3f)) - (0.22f * (float)dy);
            return (dx * dx) + (dy * dy) < 0.55 + (0.9 * clump) ? green * light : null;
        });
    }

    private void PaintPole(StreetSide side, double z)
    {
        double x = street.ColumnOf(OnPavement(side, random.NextDouble(0.05, 0.2)), z);
        double scale = street.Scale(z);
        double ground = street.RowOf(0, z);
        double top = street.RowOf(random.NextDouble(3.2, 6), z);
        double half = Math.Max(0.8, 0.15 * scale);
        bool hasSign = random.NextBool(0.5);
        double reach = 1.1 * scale;
        double direction = side == street.Left ? 1 : -1;
        Vector3 metal = new Vector3(0.42f, 0.43f, 0.44f) * (float)random.NextDouble(0.6, 1.3);
        canvas.Paint(x - reach - 1, top - 1, x + reach + 1, ground, (float)z, DrawnClasses.Pole, canvas.BeginObject(), (px, py) =>
        {
            if (Math.Abs(px - x) <= half)
            {
                return py <= ground ? metal * (float)(1 - (0.25 * (px - x) / half)) : null;
            }

            double outward = (px - x) * direction;
            return !hasSign && outward > 0 && outward < reach && Math.Abs(py - top) < Math.Max(0.6, 0.13 * scale) ? metal * 1.1f : null;
        });
        if (hasSign)
        {
            PaintSign(x, top, z);
        }
    }

    private void PaintSign(double x, double top, double z)
    {
        double size = 0.55 * street.Scale(z);
        double middle = top + size;
        Vector3 plate = TownStyle.OneOf(TownStyle.Signs, random);
        canvas.Paint(x - size - 1, top - 1, x + size + 1, middle + size + 1, (float)z - 0.05f, DrawnClasses.Sign, canvas.BeginObject(), (px, py) =>
        {
            double dx = (px - x) / size, dy = (py - middle) / size;
            double edge = Math.Sqrt((dx * dx) + (dy * dy));
            return edge < 1 ? (edge > 0.75 ? new Vector3(0.88f) : plate) : null;
        });
    }

    private void PaintCar()
    {
        bool isParked = random.NextBool(0.45);
        bool isLeft = random.NextBool();
        double x = isParked
            ? (isLeft ? street.RoadLeft + 1.05 : street.RoadRight - 1.05)
            : street.CentreX + ((isLeft ? -1 : 1) * 0.5 * (street.RoadRight - street.CentreX) * random.NextDouble(0.8, 1.1));
        new CarPainter(street, canvas, random).Paint(
            x, random.NextDouble(5.5, isParked ? 24 : 30), TownStyle.OneOf(street.Style.Paints, random), showsFront: isLeft && !isParked);
    }

    /// <summary>A rider on a bicycle, seen from the side, at the edge of the road.</summary>
    private void PaintCyclist(double z)
    {
        bool isLeft = random.NextBool();
        double x = street.ColumnOf(isLeft ? street.RoadLeft + random.NextDouble(0.5, 1.6) : street.RoadRight - random.NextDouble(0.5, 1.6), z);
        double ground = street.RowOf(0, z), metre = street.Scale(z);
        double tyre = Math.Max(0.06, 0.75 / metre);
        double ahead = isLeft ? 1 : -1;
        Vector3 coat = TownStyle.OneOf(street.Style.Paints, random);
        Vector3 frame = TownStyle.OneOf(street.Style.Paints, random) * 0.7f;
        canvas.CastShadow(x, ground, 0.8 * metre, 0.12 * metre, 0.4f);
        canvas.Paint(x - metre, ground - (1.8 * metre), x + metre, ground, (float)z, DrawnClasses.Cyclist, canvas.BeginObject(), (px, py) =>
        {
            double across = ahead * (px - x) / metre, up = (ground - py) / metre;
            double wheel = Math.Sqrt(((Math.Abs(across) - 0.52) * (Math.Abs(across) - 0.52)) + ((up - 0.34) * (up - 0.34)));
            double fromHead = ((across - 0.28) * (across - 0.28)) + ((up - 1.62) * (up - 1.62));
            if (fromHead < 0.019)
            {
                return new Vector3(0.62f, 0.46f, 0.38f);
            }

            double back = (across + 0.12) - (0.55 * (up - 0.95));
            return up is > 0.9 and < 1.5 && Math.Abs(back) < 0.17 ? coat
                : up is > 0.25 and <= 0.9 && Math.Abs(across - 0.02) < 0.13 ? coat * 0.45f
                : Math.Abs(wheel - 0.3) < tyre ? new Vector3(0.06f)
                : Math.Abs(up - 0.62) < tyre && Math.Abs(across) < 0.5 ? frame
                : null;
        });
    }

    private void PaintPerson(StreetSide side, double z)
    {
        double x = street.ColumnOf(OnPavement(side, random.NextDouble(0.25, 0.85)), z);
        double ground = street.RowOf(0, z);
        double tall = random.NextDouble(1.55, 1.9) * street.Scale(z);
        double stride = random.NextDouble(0.02, 0.09);
        Vector3 coat = TownStyle.OneOf(street.Style.Paints, random) * (float)random.NextDouble(0.6, 1.1);
        Vector3 trousers = new Vector3(0.18f, 0.19f, 0.25f) * (float)random.NextDouble(0.6, 1.8);
        Vector3 skin = new Vector3(0.80f, 0.60f, 0.48f) * (float)random.NextDouble(0.5, 1.05);
        canvas.CastShadow(x, ground, 0.25 * tall, 0.06 * tall, 0.4f);
        canvas.Paint(x - (0.2 * tall), ground - tall, x + (0.2 * tall), ground, (float)z, DrawnClasses.Person, canvas.BeginObject(), (px, py) =>
        {
            double across = (px - x) / tall, up = (ground - py) / tall;
            double fromHead = (across * across * 1.3) + ((up - 0.925) * (up - 0.925));
            if (fromHead < 0.0056)
            {
                return up > 0.95 ? skin * 0.35f : skin;
            }

            if (up is > 0.48 and < 0.86)
            {
                double half = up > 0.8 ? 0.09 + (0.86 - up) : 0.145 - (0.03 * (0.8 - up));
                return Math.Abs(across) < half ? coat * (float)(1 - (0.35 * Math.Abs(across) / half)) : null;
            }

            double leg = stride * (1 - (up / 0.5));
            bool isLeg = up is >= 0 and <= 0.48 && (Math.Abs(across - leg - 0.045) < 0.05 || Math.Abs(across + leg + 0.045) < 0.05);
            return isLeg ? trousers : null;
        });
    }

    /// <summary>A bin, a cone or a cart: something that no class describes.</summary>
    private void PaintUnknown(StreetSide side, double z)
    {
        int kind = random.NextInt(3);
        double place = kind == 1 ? street.CentreX + random.NextDouble(-1, 1) : OnPavement(side, random.NextDouble(0.1, 0.7));
        double x = street.ColumnOf(place, z);
        double ground = street.RowOf(0, z);
        double tall = (kind == 1 ? 0.9 : 1.25) * street.Scale(z);
        Vector3 tone = kind switch { 0 => new(0.15f, 0.50f, 0.48f), 1 => new(0.92f, 0.42f, 0.10f), _ => new(0.62f, 0.25f, 0.60f) };
        canvas.CastShadow(x, ground, 0.6 * tall, 0.12 * tall, 0.4f);
        canvas.Paint(x - (0.6 * tall), ground - tall, x + (0.6 * tall), ground, (float)z, LabelMap.Ignore, canvas.BeginObject(), (px, py) =>
        {
            double across = Math.Abs(px - x) / tall, up = (ground - py) / tall;
            return up is < 0 or > 1 ? null : kind switch
            {
                0 => across < 0.36 + (0.06 * up) ? tone * (up > 0.85 ? 0.6f : (int)(up * 6) % 2 == 0 ? 1 : 0.85f) : null,
                1 => across < 0.05 + (0.28 * (1 - up)) ? (up is > 0.4 and < 0.65 ? new Vector3(0.95f) : tone) : null,
                _ =>
                    up < 0.18
                        ? ((across - 0.38) * (across - 0.38)) + ((up - 0.09) * (up - 0.09)) < 0.0085 ? new Vector3(0.08f) : null
                        : across < 0.55 ? tone : null,
            };
        });
    }
}
