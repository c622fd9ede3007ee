using SeCo.Imaging.Resampling;

namespace SeCo.Aggregation.Segmenters.BuiltIn;

/// <summary>An image in CIE L*a*b* (D65), three planes of <c>[H, W]</c>: distances in it follow what eyes call different.</summary>
internal sealed class LabImage(int width, int height)
{
    private const int CubeRootSteps = 4096;

    private static readonly float[] Linear = [.. Enumerable.Range(0, 256).Select(i => i / 255.0)
        .Select(v => (float)(v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4)))];

    private static readonly float[] CubeRoot = [.. Enumerable.Range(0, CubeRootSteps + 1).Select(i => (double)i / CubeRootSteps)
        .Select(v => (float)(v > 0.008856 ? Math.Cbrt(v) : (7.787 * v) + (16.0 / 116)))];

    /// <summary>Columns.</summary>
    public int Width { get; } = width;

    /// <summary>Rows.</summary>
    public int Height { get; } = height;

    /// <summary>L*, in [0, 100].</summary>
    public float[] Lightness { get; } = new float[width * height];

    /// <summary>a*, about [-90, 100].</summary>
    public float[] GreenRed { get; } = new float[width * height];

    /// <summary>b*, about [-110, 95].</summary>
    public float[] BlueYellow { get; } = new float[width * height];

    /// <summary>Converts an 8-bit sRGB image.</summary>
    public static LabImage FromRgb(RgbImage image)
    {
        LabImage lab = new(image.Width, image.Height);
        ReadOnlySpan<byte> rgb = image.Pixels;
        for (int i = 0; i < lab.Lightness.Length; i++)
        {
            float r = Linear[rgb[3 * i]];
            float g = Linear[rgb[(3 * i) + 1]];
            float b = Linear[rgb[(3 * i) + 2]];

            // sRGB to XYZ, each axis divided by the D65 white.
            float x = Root((0.4339f * r) + (0.3762f * g) + (0.1899f * b));
            float y = Root((0.2126f * r) + (0.7152f * g) + (0.0722f * b));
            float z = Root((0.0178f * r) + (0.1095f * g) + (0.8727f * b));
            lab.Lightness[i] = (116 * y) - 16;
            lab.GreenRed[i] = 500 * (x - y);
            lab.BlueYellow[i] = 200 * (y - z);
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
        blur.Apply(Lightness, smooth.Lightness, Width, Height, weights);
        blur.Apply(GreenRed, smooth.GreenRed, Width, Height, weights);
        blur.Apply(BlueYellow, smooth.BlueYellow, Width, Height, weights);
        return smooth;
    }

    private static float Root(float value) => CubeRoot[(int)((Math.Clamp(value, 0f, 1f) * CubeRootSteps) + 0.5f)];
}
