namespace SeCo.Labels;

/// <summary>One class of a <see cref="ClassSet"/>.</summary>
/// <param name="Id">The class's id in label maps, 0…K-1.</param>
/// <param name="Name">The class's name, unique in its set.</param>
/// <param name="Color">The class's colour in palettes, red, green, blue.</param>
/// <param name="Kind">Stuff or thing.</param>
public sealed record SegmentationClass(int Id, string Name, (byte R, byte G, byte B) Color, ClassKind Kind);
