namespace SeCo.DrawnScenes;

/// <summary>One side of a street: the pavement from the kerb on, then a front row of houses and green, then a row behind it that shows
/// through the gaps.</summary>
internal sealed record StreetSide(double Kerb, double FrontWall, double BackWall, Facade[] Front, Facade[] Back)
{
    private const double FirstZ = 1;

    /// <summary>Plans a side; the order of the draws decides what it looks like.</summary>
    public static StreetSide Plan(double kerb, TownStyle style, RandomSource random)
    {
        double front = kerb + random.NextDouble(style.Pavement, style.Pavement + 2.3), back = front + random.NextDouble(9, 18);
        return new StreetSide(
            kerb, front, back, PlanRow(style, random, style.Green, gap: 0.16, low: style.HouseHeight, high: style.HouseHeight + 10),
            PlanRow(style, random, 2 * style.Green, gap: 0.1, low: style.HouseHeight + 3, high: style.HouseHeight + 15));
    }

    /// <summary>The house or green of a row at a distance, or null in a gap.</summary>
    public static Facade? At(Facade[] row, double z) =>
        Array.Find(row, facade => z < facade.End) is { } facade && z >= facade.Start && facade.Kind != FacadeKind.Gap ? facade : null;

    private static Facade[] PlanRow(TownStyle style, RandomSource random, double green, double gap, double low, double high)
    {
        List<Facade> row = [];
        double z = FirstZ;
        while (z < Street.End)
        {
            double draw = random.NextDouble();
            FacadeKind kind = draw < gap ? FacadeKind.Gap : draw < gap + green ? FacadeKind.Green : FacadeKind.House;
            double length = kind == FacadeKind.Gap ? random.NextDouble(3, 7) : random.NextDouble(6, 17);
            double height = kind == FacadeKind.Green ? random.NextDouble(2, 7) : random.NextDouble(low, high);
            row.Add(new Facade(kind, z, z + length, height, style, random));
            z += length;
        }

        return [.. row];
    }
}
