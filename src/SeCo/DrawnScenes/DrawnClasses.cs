namespace SeCo.DrawnScenes;

/// <summary>The class set <c>drawn10</c> of the drawn street scenes.</summary>
public static class DrawnClasses
{
    internal const byte Sky = 0;
    internal const byte Building = 1;
    internal const byte Road = 2;
    internal const byte Pavement = 3;
    internal const byte Vegetation = 4;
    internal const byte Pole = 5;
    internal const byte Car = 6;
    internal const byte Person = 7;
    internal const byte Sign = 8;
    internal const byte Cyclist = 9;

    /// <summary>Stuff: sky, building, road, pavement, vegetation. Things: pole, car, person, and the rare sign and cyclist.</summary>
    public static ClassSet Set { get; } = new("drawn10",
    [
        new(Sky, "sky", (70, 130, 180), ClassKind.Stuff),
        new(Building, "building", (70, 70, 70), ClassKind.Stuff),
        new(Road, "road", (128, 64, 128), ClassKind.Stuff),
        new(Pavement, "pavement", (244, 35, 232), ClassKind.Stuff),
        new(Vegetation, "vegetation", (107, 142, 35), ClassKind.Stuff),
        new(Pole, "pole", (220, 220, 0), ClassKind.Thing),
        new(Car, "car", (0, 0, 142), ClassKind.Thing),
        new(Person, "person", (220, 20, 60), ClassKind.Thing),
        new(Sign, "sign", (250, 170, 30), ClassKind.Thing),
        new(Cyclist, "cyclist", (119, 11, 32), ClassKind.Thing),
    ]);

    /// <summary>The set as the YAML that <see cref="ClassSet.Load"/> reads.</summary>
    internal static string Yaml =>
        $"# The classes of drawn street scenes. Objects of no class are 255.\nname: {Set.Name}\nclasses:\n" + string.Concat(Set.Classes.Select(
            c => $"  - {{name: {c.Name}, color: [{c.Color.R}, {c.Color.G}, {c.Color.B}], kind: {Word.Of(c.Kind)}}}\n"));
}
