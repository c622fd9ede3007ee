namespace SeCo.Imaging.Resampling;

/// <summary>The horizontal half of <see cref="MaskUpsampler"/>: one low-resolution row to the image's columns, in tiles of 64.</summary>
internal sealed class UpsampledColumns
{
    private const int Tile = 64;
    private static readonly int Lanes = Vector512<float>.Count;

    private readonly int _count;
    private readonly int _width;
    private readonly int[] _starts;
    private readonly float[][] _weights;
    private readonly int[][] _lanes;
    private readonly int[] _bases;
    private readonly (int Start, int End)[] _sources;

    /// <summary>Plans so many columns from the taps of each and the low-resolution values of a row.</summary>
    public UpsampledColumns(UpsamplingTaps taps, int side, int width)
    {
        _count = taps.Count;
        _width = width;
        Tiles = (width + Tile - 1) / Tile;
        _starts = new int[Padded];
        _weights = NewRows<float>();
        _lanes = NewRows<int>();
        for (int x = 0; x < Padded; x++)
        {
            // Columns beyond the image repeat the last one; their bits are cut off.
            int column = Math.Min(x, width - 1);
            _starts[x] = taps.Starts[column];
            for (int k = 0; k < _count; k++)
            {
                _weights[k][x] = taps.Weights[(column * _count) + k];
            }
        }

        _sources = [.. Enumerable.Range(0, Tiles).Select(t => (_starts[t * Tile], _starts[(t * Tile) + Tile - 1] + _count))];
        _bases = PlanLanes(side);

        T[][] NewRows<T>() => [.. Enumerable.Range(0, _count).Select(_ => new T[Padded])];
    }

    public int Tiles { get; }

    public int Padded => Tiles * Tile;

    /// <summary>The low-resolution values that a tile depends on.</summary>
    public (int Start, int End) Source(int tile) => _sources[tile];

    /// <summary>A bit for each column of a tile that lies in the image.</summary>
    public ulong Valid(int tile) => ulong.MaxValue >> (Math.Max(0, ((tile + 1) * Tile) - _width));

    /// <summary>Fills the 64 columns of a tile from a low-resolution row.</summary>
    public void Fill(ReadOnlySpan<float> row, Span<float> values, int tile)
    {
        ref float source = ref MemoryMarshal.GetReference(row);
        ref float target = ref MemoryMarshal.GetReference(values);
        for (int i = 0; i < Tile; i += Lanes)
        {
            int x = (tile * Tile) + i, start = _bases[x / Lanes];
            if (start < 0 || !Vector512.IsHardwareAccelerated)
            {
                FillOneByOne(row, values.Slice(i, Lanes), x);
                continue;
            }

            Vector512<float> some = Vector512.LoadUnsafe(ref source, (nuint)start);
            Vector512<float> sum = Pick(some, 0, x) * Vector512.LoadUnsafe(ref _weights[0][x]);
            for (int k = 1; k < _count; k++)
            {
                sum = Vector512.FusedMultiplyAdd(Pick(some, k, x), Vector512.LoadUnsafe(ref _weights[k][x]), sum);
            }

            sum.StoreUnsafe(ref target, (nuint)i);
        }
    }

    private Vector512<float> Pick(Vector512<float> values, int tap, int x) => Vector512.ShuffleNative(values, Vector512.LoadUnsafe(ref _lanes[tap][x]));

    private void FillOneByOne(ReadOnlySpan<float> row, Span<float> values, int x)
    {
        for (int i = 0; i < values.Length; i++)
        {
            int start = _starts[x + i];
            float sum = row[start] * _weights[0][x + i];
            for (int k = 1; k < _count; k++)
            {
                sum = MathF.FusedMultiplyAdd(row[start + k], _weights[k][x + i], sum);
            }

            values[i] = sum;
        }
    }

    /// <summary>Where 16 columns depend on 16 neighbouring values, those are loaded once and spread; elsewhere the base is -1.</summary>
    private int[] PlanLanes(int side)
    {
        int[] bases = new int[Padded / Lanes];
        for (int group = 0; group < bases.Length; group++)
        {
            int x = group * Lanes, start = Math.Min(_starts[x], side - Lanes);
            bases[group] = start < 0 || _starts[x + Lanes - 1] + _count - start > Lanes ? -1 : start;
            for (int i = x; bases[group] >= 0 && i < x + Lanes; i++)
            {
                for (int k = 0; k < _count; k++)
                {
                    _lanes[k][i] = _starts[i] + k - start;
                }
            }
        }

        return bases;
    }
}

/// <summary>Which low-resolution values make up each pixel along one axis, and with what weight: the official two bilinear steps, low resolution to the
/// model's frame and from there, without the padding, to the image, as one.</summary>
internal sealed class UpsamplingTaps
{
    /// <summary>Plans one axis from its low-resolution values, the pixels of the model's square, those that the image fills there, and its own.</summary>
    public UpsamplingTaps(int lowResolution, int model, int resized, int length)
    {
        Starts = new int[length];
        double[][] weights = new double[length][];
        Count = Math.Min(3, lowResolution);
        for (int i = 0; i < length; i++)
        {
            (int first, int second, double share) = Bilinear(i, resized, length);
            (int a0, int a1, double a) = Bilinear(first, lowResolution, model);
            (int b0, int b1, double b) = Bilinear(second, lowResolution, model);
            weights[i] = new double[b1 - a0 + 1];
            weights[i][0] += (1 - share) * (1 - a);
            weights[i][a1 - a0] += (1 - share) * a;
            weights[i][b0 - a0] += share * (1 - b);
            weights[i][b1 - a0] += share * b;
            Starts[i] = a0;
            Count = Math.Max(Count, weights[i].Length);
        }

        Weights = new float[length * Count];
        for (int i = 0; i < length; i++)
        {
            // Every pixel has equally many taps; near the end they begin earlier, with weights of 0.
            int start = Math.Min(Starts[i], lowResolution - Count);
            for (int k = 0; k < weights[i].Length; k++)
            {
                Weights[(i * Count) + Starts[i] - start + k] = (float)weights[i][k];
            }

            Starts[i] = start;
        }
    }

    /// <summary>Low-resolution values of each pixel, at least 3 where there are so many.</summary>
    public int Count { get; }

    /// <summary>The first low-resolution value of each pixel.</summary>
    public int[] Starts { get; }

    /// <summary>The weights of a pixel's values, <see cref="Count"/> for each pixel.</summary>
    public float[] Weights { get; }

    /// <summary>One past the last low-resolution value that any pixel needs.</summary>
    public int End => Starts.Max() + Count;

    /// <summary>Where a pixel lies between two of a shorter or longer axis. In float32, as libtorch computes it, so that weights are the same.</summary>
    private static (int First, int Second, double Share) Bilinear(int index, int from, int to)
    {
        float scale = (float)from / to;
        float place = Math.Max(0, (scale * (index + 0.5f)) - 0.5f);
        int first = Math.Min((int)place, from - 1);
        return (first, Math.Min(first + 1, from - 1), Math.Clamp(place - first, 0, 1));
    }
}
