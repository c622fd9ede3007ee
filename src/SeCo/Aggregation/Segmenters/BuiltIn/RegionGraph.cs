namespace SeCo.Aggregation.Segmenters.BuiltIn;

/// <summary>Regions and the borders between neighbours; merges the two least different regions, again and again.</summary>
/// <remarks>The difference of two regions is the distance of their mean colours, plus the mean edge along their border, plus the distance of their
/// histograms, all times a power of their size: small regions go first, large ones only where they are alike.</remarks>
internal sealed class RegionGraph
{
    private const float HistogramWeight = 40; // L*a*b* units
    private const float SizePower = 0.7f; // 1/2 would be Ward's method without borders and histograms

    private readonly RegionFeatures _features;
    private readonly List<int>?[] _bordersOf; // of each region
    private readonly List<Border> _borders = [];
    private readonly PriorityQueue<int, long> _queue = new();
    private readonly int[] _borderWith; // scratch: the border of the region being made with each other region
    private int _regions;

    /// <summary>Measures the superpixels, and the borders between them by the strength of edges, both <c>[H, W]</c>.</summary>
    public RegionGraph(LabImage image, float[] edges, int[] superpixels, int count)
    {
        int total = (2 * count) - 1;
        _regions = count;
        _features = new RegionFeatures(total);
        _bordersOf = new List<int>?[total];
        _borderWith = new int[total];
        Array.Fill(_borderWith, -1);
        for (int r = 0; r < count; r++)
        {
            _bordersOf[r] = [];
        }

        Measure(image, edges, superpixels);
        for (int i = 0; i < _borders.Count; i++)
        {
            _bordersOf[_borders[i].A]!.Add(i);
            _bordersOf[_borders[i].B]!.Add(i);
            Enqueue(i);
        }
    }

    /// <summary>Pixels of each region made so far, <c>[R]</c>.</summary>
    public ReadOnlySpan<float> Areas => _features.Area;

    private Span<Border> Borders => CollectionsMarshal.AsSpan(_borders);

    /// <summary>Merges the two least different neighbours; valid while there are two regions.</summary>
    /// <returns>The two regions, and how different they were.</returns>
    public (int A, int B, float Difference) MergeNext()
    {
        while (true)
        {
            _queue.TryDequeue(out int index, out long priority);
            Border border = _borders[index];
            if (border.Removed || Priority(index, border.Difference) != priority)
            {
                continue; // an older entry of a border that has changed since
            }

            Borders[index].Removed = true;
            _features.Merge(border.A, border.B, _regions);
            List<int> kept = [];
            Take(border.A, kept);
            Take(border.B, kept);
            foreach (int i in kept)
            {
                _borderWith[_borders[i].A] = -1;
                Enqueue(i);
            }

            _bordersOf[_regions++] = kept;
            return (border.A, border.B, border.Difference);
        }
    }

    private static long Priority(int index, float difference) => ((long)BitConverter.SingleToInt32Bits(difference) << 32) | (uint)index;

    /// <summary>Hands the borders of an old region to the new one; two borders with the same neighbour become one.</summary>
    private void Take(int old, List<int> kept)
    {
        Span<Border> borders = Borders;
        foreach (int i in _bordersOf[old]!)
        {
            ref Border border = ref borders[i];
            if (border.Removed)
            {
                continue;
            }

            int other = border.A == old ? border.B : border.A;
            int first = _borderWith[other];
            if (first >= 0)
            {
                borders[first].Length += border.Length;
                borders[first].Strength += border.Strength;
                border.Removed = true;
                continue;
            }

            _borderWith[other] = i;
            border.A = other;
            border.B = _regions;
            kept.Add(i);
        }

        _bordersOf[old] = null;
    }

    private void Enqueue(int index)
    {
        ref Border border = ref Borders[index];
        float a = _features.Area[border.A];
        float b = _features.Area[border.B];
        border.Difference = MathF.Pow(a * b / (a + b), SizePower)
            * (_features.ColourDistance(border.A, border.B)
                + (border.Strength / border.Length)
                + (HistogramWeight * _features.HistogramDistance(border.A, border.B)));
        _queue.Enqueue(index, Priority(index, border.Difference));
    }

    private void Measure(LabImage image, float[] edges, int[] superpixels)
    {
        Dictionary<long, int> indices = [];
        int width = image.Width;
        for (int y = 0; y < image.Height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int i = (y * width) + x;
                _features.Add(superpixels[i], image.Planes[0][i], image.Planes[1][i], image.Planes[2][i], edges[i]);
                if (x + 1 < width && superpixels[i] != superpixels[i + 1])
                {
                    Lengthen(indices, superpixels[i], superpixels[i + 1], MathF.Max(edges[i], edges[i + 1]));
                }

                if (y + 1 < image.Height && superpixels[i] != superpixels[i + width])
                {
                    Lengthen(indices, superpixels[i], superpixels[i + width], MathF.Max(edges[i], edges[i + width]));
                }
            }
        }
    }

    private void Lengthen(Dictionary<long, int> indices, int a, int b, float strength)
    {
        long key = ((long)Math.Min(a, b) << 32) | (uint)Math.Max(a, b);
        if (!indices.TryGetValue(key, out int index))
        {
            indices.Add(key, index = _borders.Count);
            _borders.Add(new Border { A = a, B = b });
        }

        ref Border border = ref Borders[index];
        border.Length++;
        border.Strength += strength;
    }

    private struct Border
    {
        public int A;
        public int B;
        public float Length;
        public float Strength;
        public float Difference;
        public bool Removed;
    }
}
