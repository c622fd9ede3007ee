namespace SeCo.Imaging.Resampling;

/// <summary>Where the output places of one axis of a window come from: the tables of a bilinear and of a nearest resize.</summary>
/// <param name="size">Output places.</param>
public sealed class WindowAxis(int size)
{
    private int[] _first = [];
    private int _nearestStart;
    private int _shownPlaces;
    private bool _reversed;

    /// <summary>The image place at or before each output place, inside the image.</summary>
    public int[] Lower { get; } = new int[size];

    /// <summary>The image place after it, inside the image.</summary>
    public int[] Upper { get; } = new int[size];

    /// <summary>The weight of <see cref="Upper"/>, in [0, 1).</summary>
    public float[] Weights { get; } = new float[size];

    /// <summary>True where all weights are 0.</summary>
    public bool IsCopy { get; private set; }

    /// <summary>One past the last mask place that is shown.</summary>
    public int NearestEnd { get; private set; }

    /// <summary>Fills the tables.</summary>
    /// <param name="start">Where the window starts, in places of the image; may lie before it.</param>
    /// <param name="length">Places in the window.</param>
    /// <param name="imageLength">Places in the image.</param>
    /// <param name="maskLength">Places in the mask that is stretched over the image.</param>
    /// <param name="reversed">True to mirror the axis.</param>
    public void Set(int start, int length, int imageLength, int maskLength, bool reversed)
    {
        _reversed = reversed;
        IsCopy = length == size;
        SetBilinear(start, length, imageLength);
        SetNearest(start, length, imageLength, maskLength);
    }

    /// <summary>The output places [Start, End) that show mask places [<paramref name="from"/>, <paramref name="to"/>).</summary>
    public (int Start, int End) Showing(int from, int to)
    {
        int start = _first[Math.Clamp(from - _nearestStart, 0, _shownPlaces)], end = _first[Math.Clamp(to - _nearestStart, 0, _shownPlaces)];
        return _reversed ? (size - end, size - start) : (start, end);
    }

    /// <summary>OpenCV's INTER_LINEAR: pixel centres, and the edge of the crop repeated.</summary>
    private void SetBilinear(int start, int length, int imageLength)
    {
        double scale = (double)length / size;
        for (int i = 0; i < size; i++)
        {
            float place = (float)(((i + 0.5) * scale) - 0.5);
            int lower = (int)MathF.Floor(place);
            float weight = place - lower;
            if (lower < 0)
            {
                (lower, weight) = (0, 0);
            }
            else if (lower >= length - 1)
            {
                (lower, weight) = (length - 1, 0);
            }

            int target = _reversed ? size - 1 - i : i;
            Lower[target] = Math.Clamp(start + lower, 0, imageLength - 1);
            Upper[target] = Math.Clamp(start + Math.Min(lower + 1, length - 1), 0, imageLength - 1);
            Weights[target] = weight;
        }
    }

    /// <summary>OpenCV's INTER_NEAREST, in its arithmetic; turned round into the first output place of each mask place.</summary>
    private void SetNearest(int start, int length, int imageLength, int maskLength)
    {
        double scale = 1 / ((double)size / length);
        int inside = Math.Max(start, 0), end = Math.Min(start + length, imageLength);
        _nearestStart = Mask(inside);
        NearestEnd = Mask(end - 1) + 1;
        int count = NearestEnd - _nearestStart;
        if (_first.Length <= count)
        {
            _first = new int[count + 1];
        }

        _shownPlaces = count;
        int next = 0;
        int shownEnd = 0;
        for (int i = 0; i < size; i++)
        {
            int place = start + Math.Min((int)Math.Floor(i * scale), length - 1);
            if (place < inside || place >= end)
            {
                continue;
            }

            for (int shown = Mask(place) - _nearestStart; next <= shown; next++)
            {
                _first[next] = i;
            }

            shownEnd = i + 1;
        }

        for (; next <= count; next++)
        {
            _first[next] = shownEnd;
        }

        int Mask(int place) => (int)((long)place * maskLength / imageLength);
    }
}
