using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace SeCo.Adaptation.Views;

/// <summary>Blurs a crop by a Gaussian, columns first, then rows; the outermost pixels continue beyond the crop.</summary>
/// <remarks>
/// A true Gaussian, cut off at three deviations. Pillow, which UniMatch uses, comes near it by three box filters. An instance keeps buffers and belongs to one
/// thread.
/// </remarks>
internal sealed class GaussianBlur
{
    private float[] _padded = [];
    private float[] _row = [];

    /// <summary>Blurs a crop in place.</summary>
    /// <param name="crop">The crop.</param>
    /// <param name="deviation">The standard deviation in pixels, above 0.</param>
    public void Apply(Crop crop, double deviation)
    {
        float[] weights = Weights(deviation);
        int reach = weights.Length - 1, width = crop.Size.Width, height = crop.Size.Height;
        int stride = width + (2 * reach);
        if (_padded.Length < (height + (2 * reach)) * stride)
        {
            _padded = new float[checked((height + (2 * reach)) * stride)];
        }

        if (_row.Length < stride)
        {
            _row = new float[stride];
        }

        for (int channel = 0; channel < 3; channel++)
        {
            Span<byte> plane = crop.Plane(channel);
            Pad(plane, width, height, reach);
            for (int y = 0; y < height; y++)
            {
                Mix(_padded.AsSpan(y * stride, ((2 * reach) + 1) * stride), stride, weights, _row.AsSpan(0, stride));
                Span<float> mixed = _padded.AsSpan(y * stride, width);
                Mix(_row.AsSpan(0, stride), 1, weights, mixed);

                // Weights sum to 1, so that sums stay between 0 and 255.
                TensorPrimitives.ConvertTruncating<float, byte>(mixed, plane.Slice(y * width, width));
            }
        }
    }

    /// <summary>The weights of the pixel itself and of its neighbours to one side; with those of the other side they sum to 1.</summary>
    internal static float[] Weights(double deviation)
    {
        int reach = Math.Max(1, (int)Math.Ceiling(3 * deviation));
        double[] weights = [.. Enumerable.Range(0, reach + 1).Select(k => Math.Exp(-k * k / (2 * deviation * deviation)))];
        double sum = (2 * weights.Sum()) - weights[0];
        return [.. weights.Select(w => (float)(w / sum))];
    }

    private void Pad(ReadOnlySpan<byte> plane, int width, int height, int reach)
    {
        int stride = width + (2 * reach);
        for (int y = 0; y < height; y++)
        {
            Span<float> row = _padded.AsSpan((y + reach) * stride, stride);
            TensorPrimitives.ConvertTruncating<byte, float>(plane.Slice(y * width, width), row.Slice(reach, width));

            // Half a level, so that cutting off rounds.
            TensorPrimitives.Add(row.Slice(reach, width), 0.5f, row.Slice(reach, width));
            row[..reach].Fill(row[reach]);
            row[^reach..].Fill(row[^(reach + 1)]);
        }

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
        ref float center = ref MemoryMarshal.GetReference(source[middle..]);
        int i = 0;
        for (; i <= target.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> sum = Vector.LoadUnsafe(ref center, (nuint)i) * weights[0];
            for (int k = 1; k < weights.Length; k++)
            {
                sum += (Vector.LoadUnsafe(ref MemoryMarshal.GetReference(source), (nuint)(middle + i - (k * step))) + Vector.LoadUnsafe(ref center, (nuint)(i + (k * step)))) * weights[k];
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
