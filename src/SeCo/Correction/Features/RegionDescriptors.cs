using System.Numerics;

namespace SeCo.Correction.Features;

/// <summary>Hand-made features of regions, for classifiers without a pretrained network: colour, texture and surroundings.</summary>
/// <remarks>Per region: means and deviations of brightness and two colour differences; a histogram of each; gradient strength and a histogram of gradient
/// directions weighted by strength; a histogram of local binary patterns (8 neighbours, rotation-invariant and uniform, Ojala 2002); and the mean colour of
/// the enlarged box around it, which says what the region lies in.</remarks>
internal static class RegionDescriptors
{
    private const int ColourBins = 8;
    private const int DirectionBins = 8;
    private const int PatternBins = 10;
    private const int HistogramStart = 6;
    private const int GradientStart = HistogramStart + (3 * ColourBins);
    private const int PatternStart = GradientStart + 1 + DirectionBins;
    private const int SurroundStart = PatternStart + PatternBins;

    public const int Length = SurroundStart + 3;

    /// <summary>Computes the features of all regions of an image, from the region of each pixel, <c>[H, W]</c>, negative where none, and the box around each
    /// region. They go into <c>[R, stride]</c> from column offset on.</summary>
    public static void Compute(RgbImage image, ReadOnlySpan<int> regionOfPixel, IReadOnlyList<Box> boxes, Span<float> destination, int stride, int offset)
    {
        int width = image.Width, height = image.Height;
        float[] planes = Opponent(image);
        double[] sums = new double[boxes.Count * Length];
        long[] count = new long[boxes.Count];
        ReadOnlySpan<float> brightness = planes.AsSpan(0, width * height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int i = (y * width) + x;
                int region = regionOfPixel[i];
                if (region >= 0)
                {
                    count[region]++;
                    Add(sums.AsSpan(region * Length, Length), planes, brightness, i, x, y, width, height);
                }
            }
        }

        double[][] integrals = [.. Enumerable.Range(0, 3).Select(c => Integral(planes.AsSpan(c * width * height, width * height), width, height))];
        for (int region = 0; region < boxes.Count; region++)
        {
            Span<double> sum = sums.AsSpan(region * Length, Length);
            Finish(sum, Math.Max(1, count[region]));
            Box box = boxes[region];
            Box around = new Box(box.X0 - (box.Width / 2) - 2, box.Y0 - (box.Height / 2) - 2, box.X1 + (box.Width / 2) + 2,
                box.Y1 + (box.Height / 2) + 2).Clip(width, height);
            Span<float> row = destination.Slice((region * stride) + offset, Length);
            for (int i = 0; i < Length; i++)
            {
                row[i] = (float)sum[i];
            }

            for (int c = 0; c < 3; c++)
            {
                row[SurroundStart + c] = (float)(BoxSum(integrals[c], width, around) / Math.Max(1, around.Area));
            }
        }
    }

    // Brightness, red-green and yellow-blue, each roughly in [0, 1].
    private static float[] Opponent(RgbImage image)
    {
        int pixels = image.Width * image.Height;
        float[] planes = new float[3 * pixels];
        ReadOnlySpan<byte> rgb = image.Pixels;
        for (int i = 0; i < pixels; i++)
        {
            float r = rgb[3 * i] / 255f, g = rgb[(3 * i) + 1] / 255f, b = rgb[(3 * i) + 2] / 255f;
            planes[i] = (r + g + b) / 3;
            planes[pixels + i] = 0.5f + (r - g);
            planes[(2 * pixels) + i] = 0.5f + (((r + g) / 2) - b);
        }

        return planes;
    }

    private static void Add(Span<double> sum, float[] planes, ReadOnlySpan<float> brightness, int i, int x, int y, int width, int height)
    {
        int pixels = width * height;
        for (int c = 0; c < 3; c++)
        {
            float value = planes[(c * pixels) + i];
            sum[c] += value;
            sum[3 + c] += value * value;
            sum[HistogramStart + (c * ColourBins) + Math.Clamp((int)(value * ColourBins), 0, ColourBins - 1)]++;
        }

        int left = x > 0 ? i - 1 : i, right = x + 1 < width ? i + 1 : i, up = y > 0 ? i - width : i, down = y + 1 < height ? i + width : i;
        float dx = brightness[right] - brightness[left], dy = brightness[down] - brightness[up];
        float strength = MathF.Sqrt((dx * dx) + (dy * dy));
        sum[GradientStart] += strength;
        int direction = (int)((MathF.Atan2(dy, dx) + MathF.PI) / MathF.PI * DirectionBins) % DirectionBins;
        sum[GradientStart + 1 + direction] += strength;
        if (x > 0 && y > 0 && x + 1 < width && y + 1 < height)
        {
            sum[PatternStart + Pattern(brightness, i, width)]++;
        }
    }

    // Bits of the eight neighbours that are at least as bright; at most two changes around the circle make a uniform pattern, counted by its bits.
    private static int Pattern(ReadOnlySpan<float> brightness, int i, int width)
    {
        uint bits = 0;
        foreach (int neighbour in (ReadOnlySpan<int>)[-1, width - 1, width, width + 1, 1, 1 - width, -width, -width - 1])
        {
            bits = (bits << 1) | (brightness[i + neighbour] >= brightness[i] ? 1u : 0);
        }

        uint turned = ((bits << 1) | (bits >> 7)) & 0xff;
        return BitOperations.PopCount(bits ^ turned) <= 2 ? BitOperations.PopCount(bits) : PatternBins - 1;
    }

    private static void Finish(Span<double> sum, long count)
    {
        double strength = sum[GradientStart];
        for (int i = 0; i < SurroundStart; i++)
        {
            bool direction = i > GradientStart && i < PatternStart;
            sum[i] /= direction ? Math.Max(strength, 1e-6) : count;
        }

        for (int c = 0; c < 3; c++)
        {
            sum[3 + c] = Math.Sqrt(Math.Max(0, sum[3 + c] - (sum[c] * sum[c])));
        }
    }

    private static double[] Integral(ReadOnlySpan<float> plane, int width, int height)
    {
        double[] integral = new double[(width + 1) * (height + 1)];
        for (int y = 0; y < height; y++)
        {
            double row = 0;
            for (int x = 0; x < width; x++)
            {
                row += plane[(y * width) + x];
                integral[((y + 1) * (width + 1)) + x + 1] = integral[(y * (width + 1)) + x + 1] + row;
            }
        }

        return integral;
    }

    private static double BoxSum(double[] integral, int width, Box box)
    {
        int stride = width + 1;
        return integral[(box.Y1 * stride) + box.X1] - integral[(box.Y0 * stride) + box.X1] - integral[(box.Y1 * stride) + box.X0]
            + integral[(box.Y0 * stride) + box.X0];
    }
}
