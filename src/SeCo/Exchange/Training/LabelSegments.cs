using SeCo.Imaging.Components;

namespace SeCo.Exchange;

/// <summary>Cuts labels into pieces that do not overlap, as formats of instances need them.</summary>
internal static class LabelSegments
{
    /// <summary>The pieces, all pixels with a label together: of each region what has its label, then the components of what is left.</summary>
    public static List<(byte Class, RunLengthMask Mask)> Of(LabelMap labels, IEnumerable<ConnectedRegion> regions)
    {
        // Each pixel goes to one piece, and all pieces are cut out together: what regions cost is their pixels, however many they are.
        LabelMap rest = new(labels.Width, labels.Height, labels.Pixels.ToArray());
        int[] numbers = new int[rest.Pixels.Length];
        List<int> classes = [];
        foreach (ConnectedRegion region in regions)
        {
            int c = region.Outcome?.Label ?? region.CategoryId;
            classes.Add(c);
            foreach ((int x, int y, int length) in region.Mask.Columns())
            {
                for (int row = y; row < y + length; row++)
                {
                    if (rest[x, row] == c && c != LabelMap.Ignore)
                    {
                        (rest[x, row], numbers[(row * rest.Width) + x]) = (LabelMap.Ignore, classes.Count);
                    }
                }
            }
        }

        ComponentMap components = ConnectedComponents.Label(rest);
        return
        [
            .. ColumnRunEncoder.Encode(rest.Width, rest.Height, numbers, classes.Count)
                .Select((mask, i) => (Class: classes[i], Mask: mask)).Where(piece => piece.Mask.Area > 0).Select(piece => ((byte)piece.Class, piece.Mask)),
            .. components.ToRunLengthMasks().Select((mask, i) => (components.Components[i].Label, mask)),
        ];
    }
}
