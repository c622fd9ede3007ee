using SeCo.Imaging.Resampling;

namespace SeCo.Aggregation.Segmenters.BuiltIn;

/// <summary>An image in CIE L*a*b* (D65): distances in it follow what eyes call different.</summary>
internal sealed class LabImage(int width, int height)
{
    private const int CubeRootSteps = 4096;

    private static readonly float[] Linear = [.. Enumerable.Range(0, 256).Select(i => i / 255.0)
        .Select(v => (float)(v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4)))];

    private static readonly float[] CubeRoot = [.. Enumerable.Range(0, CubeRootSteps + 1).Select(i => (double)i / CubeRootSteps)
        .Select(v => (float)(v > 0.008856 ? Math.Cbrt(v) : (7.787 * v) + (16.0 / 116)))];

    public int Width => width;

    public int Height => height;

    /// <summary>Three planes of <c>[H, W]</c>: L* in [0, 100], a* about [-90, 100], b* about [-110, 95].</summary>
    public float[][] Planes { get; } = [new float[width * height], new float[width * height], new float[width * height]];

    /// <summary>Converts an 8-bit sRGB image.</summary>
    public static LabImage FromRgb(RgbImage image)
    {
        LabImage lab = new(image.Width, image.Height);
        (float[] lightness, float[] greenRed, float[] blueYellow) = (lab.Planes[0], lab.Planes[1], lab.Planes[2]);
        ReadOnlySpan<byte> rgb = image.Pixels;
        for (int i = 0; i < lightness.Length; i++)
        {
            float r = Linear[rgb[3 * i]];
            float g = Linear[rgb[(3 * i) + 1]];
            float b = Linear[rgb[(3 * i) + 2]];

            // sRGB to XYZ, each axis divided by the D65 white.
            float x = Root((0.4339f * r) + (0.3762f * g) + (0.1899f * b));
            float y = Root((0.2126f * r) + (0.7152f * g) + (0.0722f * b));
            float z = Root((0.0178f * r) + (0.1095f * g) + (0.8727f * b));
            lightness[i] = (116 * y) - 16;
            greenRed[i] = 500 * (x - y);
            blueYellow[i] = 200 * (y - z);
        }

        return lab;
    }

    /// <summary>A smoothed copy.</summary>
    /// <param name="sigma">Standard deviation of the Gaussian, in pixels.</param>
    public LabImage Smooth(float sigma)
    {
        LabImage smooth = new(Width, Height);
        GaussianBlur blur = new();
        float[] weights = GaussianBlur.Weights(sigma, reach: 2.5);
        foreach ((float[] plane, float[] smoothed) in Planes.Zip(smooth.Planes))
        {
            blur.Apply(plane, smoothed, Width, Height, weights);
        }

        return smooth;
    }

    private static float Root(float value) => CubeRoot[(int)((Math.Clamp(value, 0f, 1f) * CubeRootSteps) + 0.5f)];
}
