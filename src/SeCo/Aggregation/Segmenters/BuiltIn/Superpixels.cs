using SeCo.Imaging.Components;

namespace SeCo.Aggregation.Segmenters.BuiltIn;

/// <summary>Small connected regions of nearly one colour, by the graph-based method of Felzenszwalb and Huttenlocher (IJCV 2004).</summary>
/// <remarks>Edges join 4-neighbours and are sorted by counting, so the cost is linear in the pixels.</remarks>
internal static class Superpixels
{
    private const int Levels = 1024;
    private const float LevelsPerUnit = 16; // a difference of 64 L*a*b* units and more is one level

    /// <summary>Numbers the superpixels of a slightly smoothed image 0…n-1 in scan order, <c>[H, W]</c>. A region of n pixels tolerates differences up to
    /// its own plus scale / n; one below the minimum size joins the neighbour that it differs from least.</summary>
    public static int[] Grow(LabImage image, float scale, int minimumSize, out int count)
    {
        (int width, int pixels) = (image.Width, image.Width * image.Height);
        (int[] edges, int[] starts) = SortEdges(image);
        DisjointSets sets = new(pixels);
        float[] tolerance = new float[pixels];
        Array.Fill(tolerance, scale);
        for (int level = 0; level < Levels; level++)
        {
            float weight = level / LevelsPerUnit;
            for (int i = starts[level]; i < starts[level + 1]; i++)
            {
                (int from, int to) = Ends(edges[i], width);
                int a = sets.Find(from);
                int b = sets.Find(to);
                if (a != b && weight <= tolerance[a] && weight <= tolerance[b])
                {
                    int root = sets.Union(a, b);
                    tolerance[root] = weight + (scale / sets.Size(root));
                }
            }
        }

        foreach (int edge in edges)
        {
            (int from, int to) = Ends(edge, width);
            int a = sets.Find(from);
            int b = sets.Find(to);
            if (a != b && (sets.Size(a) < minimumSize || sets.Size(b) < minimumSize))
            {
                sets.Union(a, b);
            }
        }

        return sets.Number(out count);
    }

    // An edge is twice its upper or left pixel, plus one if it leads down.
    private static (int From, int To) Ends(int edge, int width) => (edge >> 1, (edge >> 1) + ((edge & 1) == 0 ? 1 : width));

    private static (int[] Edges, int[] Starts) SortEdges(LabImage image)
    {
        (int width, int height) = (image.Width, image.Height);
        ushort[] levels = new ushort[2 * width * height];
        int[] starts = new int[Levels + 1];
        int count = 0;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int i = (y * width) + x;
                levels[2 * i] = x + 1 < width ? Level(image, i, i + 1) : ushort.MaxValue;
                levels[(2 * i) + 1] = y + 1 < height ? Level(image, i, i + width) : ushort.MaxValue;
            }
        }

        foreach (ushort level in levels)
        {
            if (level != ushort.MaxValue)
            {
                starts[level + 1]++;
                count++;
            }
        }

        for (int level = 0; level < Levels; level++)
        {
            starts[level + 1] += starts[level];
        }

        int[] edges = new int[count];
        int[] next = (int[])starts.Clone();
        for (int i = 0; i < levels.Length; i++)
        {
            if (levels[i] != ushort.MaxValue)
            {
                edges[next[levels[i]]++] = i;
            }
        }

        return (edges, starts);
    }

    private static ushort Level(LabImage image, int a, int b)
    {
        float squares = 0;
        foreach (float[] plane in image.Planes)
        {
            squares += (plane[a] - plane[b]) * (plane[a] - plane[b]);
        }

        float distance = MathF.Sqrt(squares);
        return (ushort)Math.Min(Levels - 1, (int)(distance * LevelsPerUnit));
    }
}
