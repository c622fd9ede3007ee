using System.Numerics.Tensors;

namespace SeCo.Aggregation.Segmenters.BuiltIn;

/// <summary>A separable Gaussian; the image is continued by repeating its border.</summary>
internal sealed class GaussianFilter
{
    private readonly float[] _weights;

    /// <summary>Creates the filter.</summary>
    /// <param name="sigma">Standard deviation in pixels; 0 copies.</param>
    public GaussianFilter(float sigma)
    {
        int radius = (int)MathF.Ceiling(2.5f * sigma);
        _weights = new float[radius + 1];
        double sum = 0;
        for (int i = 0; i <= radius; i++)
        {
            double weight = radius == 0 ? 1 : Math.Exp(-0.5 * i * i / (sigma * sigma));
            _weights[i] = (float)weight;
            sum += i == 0 ? weight : 2 * weight;
        }

        for (int i = 0; i <= radius; i++)
        {
            _weights[i] = (float)(_weights[i] / sum);
        }
    }

    /// <summary>Filters one plane.</summary>
    /// <param name="source">The plane, <c>[H, W]</c>.</param>
    /// <param name="target">The result, <c>[H, W]</c>; not the source.</param>
    /// <param name="work">Scratch space, <c>[H, W]</c>.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    public void Apply(ReadOnlySpan<float> source, Span<float> target, Span<float> work, int width, int height)
    {
        int radius = _weights.Length - 1;
        float[] padded = new float[width + (2 * radius)];
        float[] sum = new float[width];
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<float> row = source.Slice(y * width, width);
            padded.AsSpan(0, radius).Fill(row[0]);
            row.CopyTo(padded.AsSpan(radius));
            padded.AsSpan(radius + width).Fill(row[^1]);
            Span<float> output = work.Slice(y * width, width);
            TensorPrimitives.Multiply(row, _weights[0], output);
            for (int k = 1; k <= radius; k++)
            {
                TensorPrimitives.Add(padded.AsSpan(radius - k, width), padded.AsSpan(radius + k, width), sum);
                TensorPrimitives.MultiplyAdd(sum, _weights[k], output, output);
            }
        }

        for (int y = 0; y < height; y++)
        {
            Span<float> output = target.Slice(y * width, width);
            TensorPrimitives.Multiply(work.Slice(y * width, width), _weights[0], output);
            for (int k = 1; k <= radius; k++)
            {
                int above = Math.Max(0, y - k);
                int below = Math.Min(height - 1, y + k);
                TensorPrimitives.Add(work.Slice(above * width, width), work.Slice(below * width, width), sum);
                TensorPrimitives.MultiplyAdd(sum, _weights[k], output, output);
            }
        }
    }
}
