namespace SeCo.Exchange;

/// <summary>The outline of a mask along the edges of its pixels, as one polygon: the way back from <see cref="PolygonFill"/>.</summary>
internal static class MaskOutline
{
    // Steps along edges, with the mask at the right hand: right, down, left, up.
    private static readonly (int X, int Y)[] Steps = [(1, 0), (0, 1), (-1, 0), (0, -1)];

    /// <summary>The corners, which are corners of pixels. Parts and holes follow one another, joined by lines that are gone along twice, so that by the
    /// even-odd rule they hold nothing.</summary>
    public static List<(int X, int Y)> Of(RunLengthMask mask)
    {
        Box box = mask.Bounds;
        if (box.IsEmpty)
        {
            return [];
        }

        BinaryMask inside = new(box.Width, box.Height);
        mask.DecodeInto(box, inside.Pixels);
        int across = box.Width + 1;
        byte[] edges = EdgesOf(inside, across);
        List<(int X, int Y)> all = [];
        for (int start = 0; start < edges.Length; start++)
        {
            while ((edges[start] & 1) != 0)
            {
                List<(int X, int Y)> loop = [.. Follow(edges, start, across).Select(at => (box.X0 + (at % across), box.Y0 + (at / across)))];
                if (all.Count == 0)
                {
                    all = loop;
                    continue;
                }

                // There and back along a row and a column: lines aslant would be rounded to two places on the way.
                ((int X, int Y) first, (int X, int Y) own) = (all[0], loop[0]);
                all.AddRange([first, (own.X, first.Y), .. loop, own, (own.X, first.Y)]);
            }
        }

        return all;
    }

    // For each corner of a pixel the steps that lead along an edge of the mask, a bit each.
    private static byte[] EdgesOf(BinaryMask inside, int across)
    {
        byte[] edges = new byte[across * (inside.Height + 1)];
        bool Has(int x, int y) => x >= 0 && y >= 0 && x < inside.Width && y < inside.Height && inside.Row(y)[x] != 0;
        for (int y = 0; y < inside.Height; y++)
        {
            for (int x = 0; x < inside.Width; x++)
            {
                int corner = (y * across) + x;
                if (Has(x, y))
                {
                    edges[corner] |= (byte)(Has(x, y - 1) ? 0 : 1);
                    edges[corner + 1] |= (byte)(Has(x + 1, y) ? 0 : 2);
                    edges[corner + across + 1] |= (byte)(Has(x, y + 1) ? 0 : 4);
                    edges[corner + across] |= (byte)(Has(x - 1, y) ? 0 : 8);
                }
            }
        }

        return edges;
    }

    // The turns of a way around that begins with a step to the right; its edges are taken away.
    private static IEnumerable<int> Follow(byte[] edges, int start, int across)
    {
        int at = start, step = 0;
        yield return start;
        do
        {
            edges[at] &= (byte)~(1 << step);
            at += Steps[step].X + (Steps[step].Y * across);
            int next = (edges[at] & (1 << step)) != 0 ? step : int.TrailingZeroCount(edges[at]);
            if (at != start && next != step)
            {
                yield return at;
            }

            step = next;
        }
        while (at != start);
    }
}
