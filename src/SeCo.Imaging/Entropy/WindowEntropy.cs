namespace SeCo.Imaging.Entropy;

/// <summary>The entropy of the classes in a square window around each pixel: small where labels agree.</summary>
/// <remarks>
/// <para> With p the share of a class among the pixels of the window that lie inside the image, the value is the sum of -p ln(p + 1e-6), in nats; pixels
/// without a label count as one more class. A pure window gives -1e-6, not 0: the reference's formula. </para>
/// <para> One histogram per column slides down the rows, and the window's own slides along them. Both are compared as vectors of bytes, so that a step into
/// more of the same costs one comparison, whatever the radius; elsewhere only the classes that change are added anew. Terms are kept as whole numbers, so
/// that windows of equal content have exactly equal entropies. </para></remarks>
public sealed class WindowEntropy
{
    /// <summary>The largest radius: a column's counts are bytes.</summary>
    public const int MaximumRadius = 127;

    private const double Epsilon = 1e-6;
    private const double Unit = 1L << 40;
    private readonly LabelMap _labels;
    private readonly int _radius;
    private readonly int _channels;
    private readonly int _stride;
    private readonly byte[] _columns;
    private readonly int[] _counts;
    private long[] _terms = [];

    private WindowEntropy(LabelMap labels, int classCount, int radius)
    {
        _labels = labels;
        _radius = radius;
        _channels = classCount + 1;
        _stride = (_channels + Vector256<byte>.Count - 1) / Vector256<byte>.Count * Vector256<byte>.Count;
        _columns = new byte[labels.Width * _stride];
        _counts = new int[_stride];
    }

    /// <summary>Computes the entropy of the window around each pixel.</summary>
    /// <param name="labels">The labels, <c>[H, W]</c>; every value from <paramref name="classCount"/> on counts as "no label".</param>
    /// <param name="classCount">K, 1…255.</param>
    /// <param name="radius">The window has 2 radius + 1 pixels a side; 1…<see cref="MaximumRadius"/>, 8 in the reference.</param>
    /// <returns>Entropies in nats, <c>[H, W]</c>, row-major.</returns>
    public static float[] Compute(LabelMap labels, int classCount, int radius = 8)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classCount, 255);
        ArgumentOutOfRangeException.ThrowIfLessThan(radius, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(radius, MaximumRadius);
        float[] entropies = new float[labels.Pixels.Length];
        new WindowEntropy(labels, classCount, radius).Fill(entropies);
        return entropies;
    }

    private static long Term(int count, int size)
    {
        double share = (double)count / size;
        return (long)Math.Round(-share * Math.Log(share + Epsilon) * Unit);
    }

    private void Fill(float[] entropies)
    {
        int width = _labels.Width, height = _labels.Height, rows = 0, tabulated = 0;
        for (int y = -_radius; y < height; y++)
        {
            int entering = y + _radius, leaving = y - _radius - 1;

            // Without a branch on equal labels: in speckled maps it could not be predicted.
            if (leaving >= 0)
            {
                AddRow(_labels.Row(leaving), byte.MaxValue);
            }

            if (entering < height)
            {
                AddRow(_labels.Row(entering), 1);
            }

            rows += (entering < height ? 1 : 0) - (leaving >= 0 ? 1 : 0);
            if (y < 0)
            {
                continue;
            }

            int size = rows * Math.Min(width, (2 * _radius) + 1);
            if (size != tabulated)
            {
                _terms = [.. Enumerable.Range(0, size + 1).Select(count => Term(count, size))];
                tabulated = size;
            }

            FillRow(entropies.AsSpan(y * width, width), rows);
        }
    }

    /// <summary>Adds to the count of each column's label; 255 takes one away, for counts are bytes.</summary>
    private void AddRow(ReadOnlySpan<byte> row, byte amount)
    {
        for (int x = 0, column = 0; x < row.Length; x++, column += _stride)
        {
            _columns[column + Math.Min((int)row[x], _channels - 1)] += amount;
        }
    }

    private void FillRow(Span<float> row, int rows)
    {
        Array.Clear(_counts);
        long sum = 0;
        int columns = 0;
        for (int x = -_radius; x < row.Length; x++)
        {
            int entering = x + _radius, leaving = x - _radius - 1;
            bool enters = entering < row.Length, leaves = leaving >= 0;
            if (enters && leaves)
            {
                sum += Slide(leaving, entering);
            }
            else
            {
                columns += MoveWindow(leaves ? leaving : -1, enters ? entering : -1);
                sum = x >= 0 ? Total(rows * columns) : 0;
            }

            if (x >= 0)
            {
                row[x] = (float)(sum / Unit);
            }
        }
    }

    /// <summary>Moves the window one column on where its size stays the same; returns the change of the entropy.</summary>
    private long Slide(int leaving, int entering)
    {
        ReadOnlySpan<byte> old = _columns.AsSpan(leaving * _stride, _stride);
        ReadOnlySpan<byte> fresh = _columns.AsSpan(entering * _stride, _stride);
        long change = 0;
        for (int i = 0; i < _stride; i += Vector256<byte>.Count)
        {
            uint differing = ~Vector256.Equals(Vector256.Create(old[i..]), Vector256.Create(fresh[i..])).ExtractMostSignificantBits();
            for (; differing != 0; differing &= differing - 1)
            {
                int channel = i + BitOperations.TrailingZeroCount(differing);
                int count = _counts[channel] + fresh[channel] - old[channel];
                change += _terms[count] - _terms[_counts[channel]];
                _counts[channel] = count;
            }
        }

        return change;
    }

    /// <summary>Takes a column out of the window and puts another in, -1 for none; returns the change of the number of columns.</summary>
    private int MoveWindow(int leaving, int entering)
    {
        for (int channel = 0; channel < _channels; channel++)
        {
            _counts[channel] += (entering >= 0 ? _columns[(entering * _stride) + channel] : 0) - (leaving >= 0 ? _columns[(leaving * _stride) + channel] : 0);
        }

        return (entering >= 0 ? 1 : 0) - (leaving >= 0 ? 1 : 0);
    }

    private long Total(int size)
    {
        long sum = 0;
        bool tabulated = size == _terms.Length - 1;
        foreach (int count in _counts)
        {
            if (count > 0)
            {
                sum += tabulated ? _terms[count] : Term(count, size);
            }
        }

        return sum;
    }
}
