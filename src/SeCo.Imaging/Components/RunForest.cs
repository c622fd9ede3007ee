namespace SeCo.Imaging.Components;

/// <summary>The horizontal runs of a label map, joined into trees where they touch.</summary>
internal sealed class RunForest
{
    private PixelRun[] _runs = new PixelRun[1024];
    private byte[] _labels = new byte[1024];
    private readonly DisjointSets _sets = new();
    private int _rowStart;
    private int _above;
    private int _aboveEnd;

    /// <summary>Runs so far.</summary>
    public int Count { get; private set; }

    /// <summary>The runs in row-major order.</summary>
    public ReadOnlySpan<PixelRun> Runs => _runs.AsSpan(0, Count);

    /// <summary>The label of each run.</summary>
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
