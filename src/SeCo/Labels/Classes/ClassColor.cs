namespace SeCo.Labels;

/// <summary>Colours of classes that have none of their own.</summary>
internal static class ClassColor
{
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
}
