namespace SeCo.Imaging.Resampling;

/// <summary>Which source pixels make up each pixel along one axis, and with what weight: Pillow's filters in fixed point.</summary>
internal sealed class ResizeTaps
{
    /// <summary>Bits after the point.</summary>
    public const int FractionBits = 22;

    private readonly int[] _starts;
    private readonly int[] _offsets;
    private readonly int[] _weights;

    /// <summary>Plans one axis.</summary>
    /// <param name="from">Pixels of the source.</param>
    /// <param name="to">Pixels of the result.</param>
    /// <param name="cubic">Keys' cubic filter (a = -1/2), which sharpens, instead of the triangle.</param>
    public ResizeTaps(int from, int to, bool cubic = false)
        : this(from, to, 0, to, cubic)
    {
    }

    /// <summary>Plans a part of an axis; its pixels are numbered from 0.</summary>
    /// <param name="from">Pixels of the source.</param>
    /// <param name="to">Pixels of the whole result.</param>
    /// <param name="start">First pixel of the part.</param>
    /// <param name="stop">One past its last pixel.</param>
    /// <param name="cubic">As above.</param>
    public ResizeTaps(int from, int to, int start, int stop, bool cubic)
    {
        double scale = (double)from / to;
        double stretch = Math.Max(scale, 1);
        double support = (cubic ? 2 : 1) * stretch;
        Func<double, double> filter = cubic ? Cubic : Triangle;
        int count = stop - start;
        _starts = new int[count];
        _offsets = new int[count + 1];
        List<int> weights = new(checked((int)Math.Min(int.MaxValue, count * ((2 * support) + 2))));
        for (int i = 0; i < count; i++)
        {
            double center = (start + i + 0.5) * scale;
            int first = Math.Max(0, (int)(center - support + 0.5));
            int end = Math.Min(from, (int)(center + support + 0.5));
            _starts[i] = first;
            double sum = 0;
            for (int x = first; x < end; x++)
            {
                sum += filter((x - center + 0.5) * (1 / stretch));
            }

            for (int x = first; x < end; x++)
            {
                double weight = filter((x - center + 0.5) * (1 / stretch)) / sum * (1 << FractionBits);
                weights.Add((int)(weight < 0 ? weight - 0.5 : weight + 0.5));
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

    private static double Triangle(double x) => Math.Max(0, 1 - Math.Abs(x));

    private static double Cubic(double x)
    {
        const double A = -0.5;
        x = Math.Abs(x);
        return x switch
        {
            < 1 => ((((A + 2) * x) - (A + 3)) * x * x) + 1,
            < 2 => ((((x - 5) * x) + 8) * x - 4) * A,
            _ => 0,
        };
    }
}
