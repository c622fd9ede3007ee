namespace SeCo.Imaging.Rle;

/// <summary>The places of a box where the mask changes from one row to the next, found row by row and put in column order by one counting pass.</summary>
/// <param name="box">The box, not inverted; all outside it is outside the mask.</param>
internal ref struct ColumnEdges(Box box)
{
    private readonly int[] _rowEnds = new int[box.Height + 1];
    private int[] _edges = new int[4 * (box.Width + 1)];
    private int _count;
    private int _rows;

    /// <summary>Makes room for the edges of one row, as many as the box has columns.</summary>
    public void Reserve()
    {
        if (_edges.Length - _count < box.Width)
        {
            Array.Resize(ref _edges, (2 * _edges.Length) + box.Width);
        }
    }

    /// <summary>Notes that the mask changes at a column, from the row above to this one.</summary>
    public void Add(int x) => _edges[_count++] = x;

    /// <summary>Goes to the next row.</summary>
    public void EndRow() => _rowEnds[_rows++] = _count;

    /// <summary>The run lengths of the whole image, once every row is in, and one below the box in which everything ends.</summary>
    public readonly uint[] ToCounts(int width, int height)
    {
        long[] positions = SortByColumn(height);
        long total = (long)width * height;
        uint[] counts = new uint[positions.Length + 1];
        int runs = 0;
        long done = 0;
        for (int i = 0; i < positions.Length; i++)
        {
            // A column that ends inside at the bottom and one that begins inside at the top are one run.
            if (i + 1 < positions.Length && positions[i] == positions[i + 1])
            {
                i++;
                continue;
            }

            counts[runs++] = (uint)(positions[i] - done);
            done = positions[i];
        }

        if (done < total)
        {
            counts[runs++] = (uint)(total - done);
        }

        return counts[..runs];
    }

    /// <summary>The edges as places in the image's column order, ascending; the foot of a column and the head of the next may be one place, twice.</summary>
    private readonly long[] SortByColumn(int height)
    {
        int[] next = new int[box.Width + 1];
        for (int i = 0; i < _count; i++)
        {
            next[_edges[i] + 1]++;
        }

        for (int x = 1; x < next.Length; x++)
        {
            next[x] += next[x - 1];
        }

        long[] positions = new long[_count];
        int edge = 0;
        for (int y = 0; y < _rows; y++)
        {
            for (; edge < _rowEnds[y]; edge++)
            {
                int x = _edges[edge];
                positions[next[x]++] = ((long)(box.X0 + x) * height) + box.Y0 + y;
            }
        }

        return positions;
    }
}
