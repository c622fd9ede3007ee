namespace SeCo.Imaging.Components;

/// <summary>Finds the 8-connected components of equal label of a whole label map, all classes in one pass.</summary>
public static class ConnectedComponents
{
    /// <summary>Labels the components; pixels that are <see cref="LabelMap.Ignore"/> belong to none.</summary>
    /// <param name="map">The label map, <c>[H, W]</c>.</param>
    /// <param name="order">The order within a class; classes ascend.</param>
    public static ComponentMap Label(LabelMap map, ComponentOrder order = ComponentOrder.FirstPixel)
    {
        ArgumentNullException.ThrowIfNull(map);
        RunForest forest = new();
        for (int y = 0; y < map.Height; y++)
        {
            forest.AddRow(map.Row(y), y);
        }

        (int[] trees, int count) = forest.Flatten();
        Tally[] tallies = Measure(forest, trees, count, (map.Width + 1) / 2);
        int[] ranks = Rank(tallies, order, out Component[] components, out int[] firstRuns);
        PixelRun[] runs = Group(forest, trees, ranks, firstRuns);
        return new ComponentMap(map.Width, map.Height, components, runs, firstRuns);
    }

    private static Tally[] Measure(RunForest forest, int[] trees, int count, int blocksPerRow)
    {
        Tally[] tallies = new Tally[count];
        ReadOnlySpan<PixelRun> runs = forest.Runs;
        for (int i = 0; i < runs.Length; i++)
        {
            ref Tally tally = ref tallies[trees[i]];
            if (tally.Runs == 0)
            {
                tally = new Tally { First = runs[i], Label = forest.Labels[i], X0 = int.MaxValue, Block = long.MaxValue };
            }

            tally.Add(runs[i], blocksPerRow);
        }

        return tallies;
    }

    /// <summary>The place of each tree in the requested order; also the components in that order, and where the runs of each start.</summary>
    private static int[] Rank(Tally[] tallies, ComponentOrder order, out Component[] components, out int[] firstRuns)
    {
        // Two components of one class never share a block, so keys are unique within a class.
        long[] keys = new long[tallies.Length];
        int[] sorted = new int[tallies.Length];
        for (int i = 0; i < tallies.Length; i++)
        {
            keys[i] = ((long)tallies[i].Label << 48) | (order == ComponentOrder.FirstPixel ? i : tallies[i].Block);
            sorted[i] = i;
        }

        Array.Sort(keys, sorted);
        components = new Component[tallies.Length];
        firstRuns = new int[tallies.Length + 1];
        int[] ranks = new int[tallies.Length];
        for (int rank = 0; rank < sorted.Length; rank++)
        {
            ref Tally tally = ref tallies[sorted[rank]];
            ranks[sorted[rank]] = rank;
            components[rank] = tally.ToComponent();
            firstRuns[rank + 1] = firstRuns[rank] + tally.Runs;
        }

        return ranks;
    }

    private static PixelRun[] Group(RunForest forest, int[] trees, int[] ranks, int[] firstRuns)
    {
        PixelRun[] grouped = new PixelRun[forest.Count];
        int[] next = firstRuns.AsSpan(0, ranks.Length).ToArray();
        ReadOnlySpan<PixelRun> runs = forest.Runs;
        for (int i = 0; i < runs.Length; i++)
        {
            grouped[next[ranks[trees[i]]]++] = runs[i];
        }

        return grouped;
    }

    /// <summary>What is known of one tree after its runs have been seen.</summary>
    private struct Tally
    {
        public PixelRun First;
        public byte Label;
        public int Runs;
        public int Area;
        public int X0;
        public int X1;
        public int Y1;
        public long SumX2;
        public long SumY;
        public long Block;

        public void Add(PixelRun run, int blocksPerRow)
        {
            Runs++;
            Area += run.Length;
            X0 = Math.Min(X0, run.X0);
            X1 = Math.Max(X1, run.X1);
            Y1 = run.Y + 1;
            SumX2 += (long)(run.X0 + run.X1 - 1) * run.Length;
            SumY += (long)run.Y * run.Length;
            Block = Math.Min(Block, ((long)(run.Y / 2) * blocksPerRow) + (run.X0 / 2));
        }

        public readonly Component ToComponent() => new(
            Label, Area, new Box(X0, First.Y, X1, Y1), First.X0, First.Y, new ImagePoint(SumX2 / (2.0 * Area), SumY / (double)Area));
    }
}

/// <summary>The horizontal runs of a label map, joined into trees where they touch.</summary>
internal sealed class RunForest
{
    private PixelRun[] _runs = new PixelRun[1024];
    private byte[] _labels = new byte[1024];
    private readonly DisjointSets _sets = new();
    private int _rowStart;
    private int _above;
    private int _aboveEnd;

    public int Count { get; private set; }

    /// <summary>The runs in row-major order.</summary>
    public ReadOnlySpan<PixelRun> Runs => _runs.AsSpan(0, Count);

    public ReadOnlySpan<byte> Labels => _labels.AsSpan(0, Count);

    /// <summary>Adds the next row; rows come from the top.</summary>
    public void AddRow(ReadOnlySpan<byte> row, int y)
    {
        BeginRow();
        int x = 0;
        while (x < row.Length)
        {
            byte label = row[x];
            int length = row[x..].IndexOfAnyExcept(label);
            int end = length < 0 ? row.Length : x + length;
            if (label != LabelMap.Ignore)
            {
                AddRun(new PixelRun(y, x, end), label);
            }

            x = end;
        }
    }

    /// <summary>Goes to the next row: the runs so far lie above. A row without runs must be begun too.</summary>
    public void BeginRow()
    {
        _above = _rowStart;
        _aboveEnd = Count;
        _rowStart = Count;
    }

    /// <summary>Adds a run to the current row; runs come from the left.</summary>
    public void AddRun(PixelRun run, byte label)
    {
        int index = Add(run, label);

        // Diagonal neighbours count, so a run above may end where this one starts.
        while (_above < _aboveEnd && _runs[_above].X1 < run.X0)
        {
            _above++;
        }

        for (int other = _above; other < _aboveEnd && _runs[other].X0 <= run.X1; other++)
        {
            if (_labels[other] == label)
            {
                _sets.Union(_sets.Find(index), _sets.Find(other));
            }
        }
    }

    /// <summary>The tree of each run, numbered from 0 by first run; the number of trees comes last.</summary>
    public (int[] Trees, int Count) Flatten() => (_sets.Number(out int count), count);

    private int Add(PixelRun run, byte label)
    {
        if (Count == _runs.Length)
        {
            Array.Resize(ref _runs, Count * 2);
            Array.Resize(ref _labels, Count * 2);
        }

        _runs[Count] = run;
        _labels[Count] = label;
        Count++;
        return _sets.Add();
    }
}
