namespace SeCo.Imaging.Resampling;

/// <summary>Blurs planes by a Gaussian, one axis after the other; the outermost pixels repeat beyond the border.</summary>
/// <remarks>An instance keeps its buffers and belongs to one thread. Sums are not fused, so that results do not depend on the processor.</remarks>
public sealed class GaussianBlur
{
    private float[] _padded = [];
    private float[] _row = [];

    /// <summary>The weights of a pixel and of its neighbours to one side; with those of the other side they sum to 1.</summary>
    /// <param name="deviation">Standard deviation in pixels, above 0.</param>
    /// <param name="reach">Standard deviations after which the Gaussian is cut off.</param>
    public static float[] Weights(double deviation, double reach = 3)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(deviation);
        int last = Math.Max(1, (int)Math.Ceiling(reach * deviation));
        double[] weights = [.. Enumerable.Range(0, last + 1).Select(k => Math.Exp(-k * k / (2 * deviation * deviation)))];
        double sum = (2 * weights.Sum()) - weights[0];
        return [.. weights.Select(w => (float)(w / sum))];
    }

    /// <summary>Blurs a plane of levels in place: columns first, then rows, rounded at the end.</summary>
    /// <param name="plane">The plane, <c>[H, W]</c>.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="weights">From <see cref="Weights"/>.</param>
    public void Apply(Span<byte> plane, int width, int height, ReadOnlySpan<float> weights)
    {
        int reach = weights.Length - 1, stride = width + (2 * reach);
        Reserve(height + (2 * reach), stride);
        for (int y = 0; y < height; y++)
        {
            Span<float> row = _padded.AsSpan((y + reach) * stride, stride);
            TensorPrimitives.ConvertTruncating<byte, float>(plane.Slice(y * width, width), row.Slice(reach, width));

            // Half a level, so that cutting off rounds.
            TensorPrimitives.Add(row.Slice(reach, width), 0.5f, row.Slice(reach, width));
            RepeatSides(row, reach);
        }

        RepeatRows(height, stride, reach);
        for (int y = 0; y < height; y++)
        {
            Mix(_padded.AsSpan(y * stride, ((2 * reach) + 1) * stride), stride, weights, _row.AsSpan(0, stride));
            Span<float> mixed = _padded.AsSpan(y * stride, width);
            Mix(_row.AsSpan(0, stride), 1, weights, mixed);

            // Weights sum to 1, so that sums stay between 0 and 255.
            TensorPrimitives.ConvertTruncating<float, byte>(mixed, plane.Slice(y * width, width));
        }
    }

    /// <summary>Blurs a plane of numbers into another: rows first, then columns.</summary>
    /// <param name="source">The plane, <c>[H, W]</c>.</param>
    /// <param name="target">The result, <c>[H, W]</c>.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="weights">From <see cref="Weights"/>.</param>
    public void Apply(ReadOnlySpan<float> source, Span<float> target, int width, int height, ReadOnlySpan<float> weights)
    {
        int reach = weights.Length - 1;
        Reserve(height + (2 * reach), width + (2 * reach));
        Span<float> row = _row.AsSpan(0, width + (2 * reach));
        for (int y = 0; y < height; y++)
        {
            source.Slice(y * width, width).CopyTo(row[reach..]);
            RepeatSides(row, reach);
            Mix(row, 1, weights, _padded.AsSpan((y + reach) * width, width));
        }

        RepeatRows(height, width, reach);
        for (int y = 0; y < height; y++)
        {
            Mix(_padded.AsSpan(y * width, ((2 * reach) + 1) * width), width, weights, target.Slice(y * width, width));
        }
    }

    private void Reserve(int rows, int stride)
    {
        if (_padded.Length < (long)rows * stride)
        {
            _padded = new float[checked(rows * stride)];
        }

        if (_row.Length < stride)
        {
            _row = new float[stride];
        }
    }

    private static void RepeatSides(Span<float> row, int reach)
    {
        row[..reach].Fill(row[reach]);
        row[^reach..].Fill(row[^(reach + 1)]);
    }

    private void RepeatRows(int height, int stride, int reach)
    {
        ReadOnlySpan<float> first = _padded.AsSpan(reach * stride, stride), last = _padded.AsSpan((reach + height - 1) * stride, stride);
        for (int y = 0; y < reach; y++)
        {
            first.CopyTo(_padded.AsSpan(y * stride, stride));
            last.CopyTo(_padded.AsSpan((reach + height + y) * stride, stride));
        }
    }

    /// <summary>Each value of the target from 2 reach + 1 values of the source, a step apart.</summary>
    private static void Mix(ReadOnlySpan<float> source, int step, ReadOnlySpan<float> weights, Span<float> target)
    {
        int middle = (weights.Length - 1) * step;
        ref float outermost = ref MemoryMarshal.GetReference(source);
        ref float center = ref MemoryMarshal.GetReference(source[middle..]);
        int i = 0;
        for (; i <= target.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> sum = Vector.LoadUnsafe(ref center, (nuint)i) * weights[0];
            for (int k = 1; k < weights.Length; k++)
            {
                Vector<float> before = Vector.LoadUnsafe(ref outermost, (nuint)(middle + i - (k * step)));
                sum += (before + Vector.LoadUnsafe(ref center, (nuint)(i + (k * step)))) * weights[k];
            }

            sum.CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            float sum = source[middle + i] * weights[0];
            for (int k = 1; k < weights.Length; k++)
            {
                sum += (source[middle + i - (k * step)] + source[middle + i + (k * step)]) * weights[k];
            }

            target[i] = sum;
        }
    }
}
