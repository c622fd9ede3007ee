namespace SeCo.Aggregation.Segmenters.BuiltIn;

/// <summary>Regions merged two by two, the least different first, until one is left: a binary tree over the superpixels.</summary>
/// <remarks>Superpixels are the regions 0…L-1; merge m makes region L + m.</remarks>
internal sealed class RegionHierarchy
{
    private readonly int[] _children; // [L-1, 2]
    private readonly int[] _parent; // [2L-1], -1 for the root
    private readonly float[] _level; // [L-1], the difference that each merge bridged, never falling
    private readonly float[] _share; // [2L-1], of the image

    private RegionHierarchy(int leaves, int[] children, float[] levels, ReadOnlySpan<float> areas)
    {
        (Leaves, _children, _level) = (leaves, children, levels);
        _parent = new int[(2 * leaves) - 1];
        Array.Fill(_parent, -1);
        for (int i = 0; i < children.Length; i++)
        {
            _parent[children[i]] = leaves + (i / 2);
        }

        _share = areas.ToArray();
        TensorPrimitives.Divide(_share, _share[^1], _share);
    }

    /// <summary>The number of superpixels.</summary>
    public int Leaves { get; }

    /// <summary>Builds the tree.</summary>
    public static RegionHierarchy Build(LabImage image, float[] edges, int[] superpixels, int count, CancellationToken cancellationToken)
    {
        RegionGraph graph = new(image, edges, superpixels, count);
        int[] children = new int[2 * (count - 1)];
        float[] levels = new float[count - 1];
        float level = 0;
        for (int m = 0; m < levels.Length; m++)
        {
            if ((m & 1023) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            (int a, int b, float difference) = graph.MergeNext();
            children[2 * m] = a;
            children[(2 * m) + 1] = b;
            levels[m] = level = MathF.Max(level, difference);
        }

        return new RegionHierarchy(count, children, levels, graph.Areas);
    }

    /// <summary>Cuts the tree into so many regions (or all superpixels, where they are fewer).</summary>
    /// <param name="count">Regions wanted, at least 1.</param>
    /// <param name="regions">The regions of the cut; the coarsest merges first, untouched superpixels last.</param>
    /// <returns>For each superpixel, its region's index in <paramref name="regions"/>.</returns>
    public int[] Cut(int count, out int[] regions)
    {
        int end = Leaves + Math.Max(0, Leaves - count); // regions below it are in the tree already
        int[] index = new int[end];
        List<int> found = [];
        for (int r = end - 1; r >= 0; r--)
        {
            bool merged = _parent[r] >= 0 && _parent[r] < end;
            index[r] = merged ? index[_parent[r]] : found.Count;
            if (!merged)
            {
                found.Add(r);
            }
        }

        regions = [.. found];
        return index[..Leaves];
    }

    /// <summary>How much a region differs from what it merges with, against the differences inside it; [0, 1].</summary>
    public float Distinctness(int region)
    {
        if (_parent[region] < 0)
        {
            return 0;
        }

        float outer = _level[_parent[region] - Leaves];
        float inner = region < Leaves ? 0 : _level[region - Leaves];
        return outer > 0 ? (outer - inner) / outer : 0;
    }

    /// <summary>The superpixels of the most distinct region that holds all the given superpixels and at most a quarter of the image; none give an empty
    /// one.</summary>
    /// <returns>For each superpixel, whether it is in the region.</returns>
    public bool[] MostDistinctAround(ReadOnlySpan<int> leaves, out float distinctness)
    {
        const float LargestShare = 0.25f;
        bool[] inside = new bool[(2 * Leaves) - 1];
        distinctness = 0;
        if (leaves.IsEmpty)
        {
            return inside[..Leaves];
        }

        int best = CommonAncestor(leaves);
        for (int r = best; r >= 0 && _share[r] <= LargestShare; r = _parent[r])
        {
            // A larger region must be as distinct for its size: single superpixels always stand out from something.
            if (Merit(r) > Merit(best))
            {
                best = r;
            }
        }

        distinctness = Distinctness(best);
        inside[best] = true;
        for (int r = best; r >= Leaves; r--)
        {
            if (inside[r])
            {
                inside[_children[2 * (r - Leaves)]] = true;
                inside[_children[(2 * (r - Leaves)) + 1]] = true;
            }
        }

        return inside[..Leaves];

        float Merit(int region) => Distinctness(region) * MathF.Sqrt(_share[region]);
    }

    private int CommonAncestor(ReadOnlySpan<int> leaves)
    {
        int common = leaves[0];
        foreach (int leaf in leaves)
        {
            int other = leaf;
            while (common != other)
            {
                // Parents have higher numbers, so the lower of two different regions is never the ancestor.
                if (common < other)
                {
                    common = _parent[common];
                }
                else
                {
                    other = _parent[other];
                }
            }
        }

        return common;
    }
}
