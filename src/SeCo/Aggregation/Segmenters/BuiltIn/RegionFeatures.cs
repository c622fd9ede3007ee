using System.Numerics;

namespace SeCo.Aggregation.Segmenters.BuiltIn;

/// <summary>What is known of each region: its area, the sums of its colours, and soft histograms of colour and edge strength.</summary>
/// <remarks>All are sums over pixels, so those of a merged region are the sums of its parts.</remarks>
/// <param name="capacity">Regions, merged ones included.</param>
internal sealed class RegionFeatures(int capacity)
{
    private const int Bins = 8;
    private const int Histograms = 4; // L*, a*, b*, edge strength
    private const int Stride = Bins * Histograms;

    private readonly float[] _colour = new float[3 * capacity]; // [R, 3]
    private readonly float[] _histogram = new float[Stride * capacity]; // [R, 4, 8]

    /// <summary>Pixels, <c>[R]</c>.</summary>
    public float[] Area { get; } = new float[capacity];

    /// <summary>Adds one pixel to a region.</summary>
    public void Add(int region, float lightness, float greenRed, float blueYellow, float edge)
    {
        Area[region]++;
        Span<float> colour = _colour.AsSpan(3 * region, 3);
        colour[0] += lightness;
        colour[1] += greenRed;
        colour[2] += blueYellow;
        Span<float> histogram = _histogram.AsSpan(region * Stride, Stride);
        Count(histogram[..Bins], lightness * (Bins - 1) / 100);
        Count(histogram.Slice(Bins, Bins), (greenRed + 28) / 8); // most colours of photographs lie within 28 of grey
        Count(histogram.Slice(2 * Bins, Bins), (blueYellow + 28) / 8);
        Count(histogram.Slice(3 * Bins, Bins), MathF.Sqrt(edge) * 1.5f);
    }

    /// <summary>Makes a region of two others.</summary>
    public void Merge(int a, int b, int into)
    {
        Area[into] = Area[a] + Area[b];
        TensorPrimitives.Add(_colour.AsSpan(3 * a, 3), _colour.AsSpan(3 * b, 3), _colour.AsSpan(3 * into, 3));
        TensorPrimitives.Add(_histogram.AsSpan(a * Stride, Stride), _histogram.AsSpan(b * Stride, Stride), _histogram.AsSpan(into * Stride, Stride));
    }

    /// <summary>The distance of two regions' mean colours, in L*a*b* units.</summary>
    public float ColourDistance(int a, int b)
    {
        float sum = 0;
        for (int i = 0; i < 3; i++)
        {
            float difference = (_colour[(3 * a) + i] / Area[a]) - (_colour[(3 * b) + i] / Area[b]);
            sum += difference * difference;
        }

        return MathF.Sqrt(sum);
    }

    /// <summary>Half the absolute difference of two regions' histograms, mean over the histograms; [0, 1].</summary>
    public float HistogramDistance(int a, int b)
    {
        Vector4 scaleA = new(1 / Area[a]);
        Vector4 scaleB = new(1 / Area[b]);
        Vector4 sum = Vector4.Zero;
        ReadOnlySpan<Vector4> binsA = MemoryMarshal.Cast<float, Vector4>(_histogram.AsSpan(a * Stride, Stride));
        ReadOnlySpan<Vector4> binsB = MemoryMarshal.Cast<float, Vector4>(_histogram.AsSpan(b * Stride, Stride));
        for (int i = 0; i < binsA.Length; i++)
        {
            sum += Vector4.Abs((binsA[i] * scaleA) - (binsB[i] * scaleB));
        }

        return Vector4.Dot(sum, Vector4.One) / (2 * Histograms);
    }

    /// <summary>Shares one count between the two bins around a position.</summary>
    private static void Count(Span<float> histogram, float position)
    {
        position = Math.Clamp(position, 0, Bins - 1.001f);
        int bin = (int)position;
        float share = position - bin;
        histogram[bin] += 1 - share;
        histogram[bin + 1] += share;
    }
}
