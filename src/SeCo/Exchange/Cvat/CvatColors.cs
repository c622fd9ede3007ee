namespace SeCo.Exchange;

/// <summary>The colours of CVAT's segmentation masks.</summary>
internal static class CvatColors
{
    /// <summary>Colours of numbered objects that readers of the format know; 0 is the background.</summary>
    public const int Objects = 256;

    /// <summary>The colour of a number by the rule of Pascal VOC: its bits are dealt to red, green and blue in turn, into ever lower bits.</summary>
    public static (byte R, byte G, byte B) OfNumber(int number)
    {
        int r = 0, g = 0, b = 0;
        for (int bit = 7; number > 0; bit--, number >>= 3)
        {
            r |= (number & 1) << bit;
            g |= ((number >> 1) & 1) << bit;
            b |= ((number >> 2) & 1) << bit;
        }

        return ((byte)r, (byte)g, (byte)b);
    }

    /// <summary>A colour for each class: its own where these tell classes apart and none is black, which is the background; else those of numbers.</summary>
    public static (byte R, byte G, byte B)[] OfClasses(ClassSet classes)
    {
        (byte R, byte G, byte B)[] own = [.. classes.Classes.Select(c => c.Color)];
        return own.Distinct().Count() == own.Length && !own.Contains(default) ? own : [.. classes.Classes.Select(c => OfNumber(c.Id + 1))];
    }
}
