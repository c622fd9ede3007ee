namespace SeCo.Imaging.Resampling;

/// <summary>Which source pixels make up each pixel along one axis, and with what weight: Pillow's triangle filter in fixed point.</summary>
internal sealed class TriangleTaps
{
    /// <summary>Bits after the point.</summary>
    public const int FractionBits = 22;

    private readonly int[] _starts;
    private readonly int[] _offsets;
    private readonly int[] _weights;

    /// <summary>Plans one axis.</summary>
    /// <param name="from">Pixels of the source.</param>
    /// <param name="to">Pixels of the result.</param>
    public TriangleTaps(int from, int to)
    {
        double scale = (double)from / to;
        double support = Math.Max(scale, 1);
        _starts = new int[to];
        _offsets = new int[to + 1];
        List<int> weights = new(checked((int)Math.Min(int.MaxValue, to * ((2 * support) + 2))));
        for (int i = 0; i < to; i++)
        {
            double center = (i + 0.5) * scale;
            int first = Math.Max(0, (int)(center - support + 0.5));
            int end = Math.Min(from, (int)(center + support + 0.5));
            _starts[i] = first;
            double sum = 0;
            for (int x = first; x < end; x++)
            {
                sum += Triangle(x, center, support);
            }

            for (int x = first; x < end; x++)
            {
                weights.Add((int)((Triangle(x, center, support) / sum * (1 << FractionBits)) + 0.5));
            }

            _offsets[i + 1] = weights.Count;
        }

        _weights = [.. weights];
    }

    /// <summary>First source pixel of a pixel.</summary>
    public int Start(int index) => _starts[index];

    /// <summary>One past the last source pixel of a pixel.</summary>
    public int End(int index) => _starts[index] + _offsets[index + 1] - _offsets[index];

    /// <summary>The weights of a pixel's source pixels, from <see cref="Start"/>; they sum to about 2^22.</summary>
    public ReadOnlySpan<int> Weights(int index) => _weights.AsSpan(_offsets[index], _offsets[index + 1] - _offsets[index]);

    private static double Triangle(int x, double center, double support) => Math.Max(0, 1 - Math.Abs((x - center + 0.5) * (1 / support)));
}
