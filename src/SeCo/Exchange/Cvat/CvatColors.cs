namespace SeCo.Exchange;

/// <summary>The colours of CVAT's segmentation masks.</summary>
internal static class CvatColors
{
    /// <summary>Colours of numbered objects that readers of the format know; 0 is the background.</summary>
    public const int Objects = 256;

    /// <summary>A colour for each class: its own where these tell classes apart and none is black, which is the background; else those of numbers.</summary>
    public static (byte R, byte G, byte B)[] OfClasses(ClassSet classes)
    {
        (byte R, byte G, byte B)[] own = [.. classes.Classes.Select(c => c.Color)];
        return own.Distinct().Count() == own.Length && !own.Contains(default) ? own : [.. classes.Classes.Select(c => ClassColor.OfNumber(c.Id + 1))];
    }
}
