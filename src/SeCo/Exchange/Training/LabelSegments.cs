using SeCo.Imaging.Components;

namespace SeCo.Exchange;

/// <summary>Cuts labels into pieces that do not overlap, as formats of instances need them.</summary>
internal static class LabelSegments
{
    /// <summary>The pieces, all pixels with a label together: of each region what has its label, then the components of what is left.</summary>
    public static List<(byte Class, RunLengthMask Mask)> Of(LabelMap labels, IEnumerable<ConnectedRegion> regions)
    {
        long[] counts = labels.Counts();
        Dictionary<int, RunLengthMask> left = Enumerable.Range(0, LabelMap.Ignore).Where(c => counts[c] > 0)
            .ToDictionary(c => c, c => RunLengthMask.FromLabel(labels, (byte)c));
        List<(byte, RunLengthMask)> pieces = [];
        foreach (ConnectedRegion region in regions)
        {
            int c = region.Outcome?.Label ?? region.CategoryId;
            if (left.TryGetValue(c, out RunLengthMask? own) && RunLengthMask.Intersect(region.Mask, own) is { Area: > 0 } piece)
            {
                left[c] = RunLengthMask.Intersect(own, piece.Complement());
                pieces.Add(((byte)c, piece));
            }
        }

        LabelMap rest = new(labels.Width, labels.Height);
        foreach ((int c, RunLengthMask mask) in left)
        {
            mask.Paint(rest, (byte)c);
        }

        ComponentMap components = ConnectedComponents.Label(rest);
        pieces.AddRange(components.ToRunLengthMasks().Select((mask, i) => (components.Components[i].Label, mask)));
        return pieces;
    }
}
