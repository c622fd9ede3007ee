namespace SeCo.Imaging.Resampling;

/// <summary>
/// Which low-resolution values make up each pixel along one axis, and with what weight: the official two bilinear steps, low resolution to the
/// model's frame and from there, without the padding, to the image, as one.
/// </summary>
internal sealed class UpsamplingTaps
{
    /// <summary>Plans one axis.</summary>
    /// <param name="lowResolution">Low-resolution values along the axis.</param>
    /// <param name="model">Pixels of the model's square.</param>
    /// <param name="resized">Pixels of it that the resized image fills.</param>
    /// <param name="length">Pixels of the image.</param>
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
