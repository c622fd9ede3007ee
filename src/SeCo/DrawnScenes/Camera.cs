using System.Numerics;

namespace SeCo.DrawnScenes;

/// <summary>Turns a canvas into a photograph: haze, light, a soft lens and a noisy sensor.</summary>
/// <param name="Tint">The light's colour.</param>
/// <param name="HazeColor">The colour that distance fades to.</param>
/// <param name="Haze">How fast: 1 / metres.</param>
/// <param name="Contrast">Contrast about middle grey.</param>
/// <param name="SensorNoise">Standard deviation of the noise, of a full scale of 1.</param>
internal sealed record Camera(Vector3 Tint, Vector3 HazeColor, float Haze, float Contrast, float SensorNoise)
{
    /// <summary>How much brighter than shadow, as a natural logarithm, the lit patches are; 0 for even light.</summary>
    public float Uneven { get; init; }

    /// <summary>The colour of the last light; each scene's lies somewhere between <see cref="Tint"/> and this. Null where the light stays.</summary>
    public Vector3? LastLight { get; init; }

    /// <summary>How far the sky still shines as by day: 0 as dark as the street, 1 not dark at all.</summary>
    public float SkyGlow { get; init; }

    /// <summary>The sky is as hazy as a wall so many metres away.</summary>
    private const float HazeOfSky = 40;

    /// <summary>Patches of light and shadow in a row of the image.</summary>
    private const double PatchesAcross = 14;

    /// <summary>The camera of a domain.</summary>
    public static Camera Of(DrawnDomain domain) => domain switch
    {
        DrawnDomain.Day => new(new(1.08f, 1.04f, 0.98f), new(0.80f, 0.86f, 0.92f), 0.002f, 1.1f, 0.012f),
        DrawnDomain.Evening => new(new(0.62f, 0.62f, 0.64f), new(0.54f, 0.54f, 0.58f), 0.004f, 0.85f, 0.03f)
        {
            LastLight = new(0.35f, 0.35f, 0.37f), Uneven = 0.9f, SkyGlow = 0.65f,
        },
        DrawnDomain.Dusk => new(new(0.72f, 0.74f, 0.86f), new(0.52f, 0.54f, 0.66f), 0.006f, 0.95f, 0.045f),
        _ => new(new(0.95f, 0.96f, 0.98f), new(0.78f, 0.80f, 0.82f), 0.022f, 0.8f, 0.022f),
    };

    public RgbImage Expose(SceneCanvas canvas, RandomSource random)
    {
        Vector3 tint = LastLight is { } last ? Vector3.Lerp(Tint, last, (float)random.Fork("severity").NextDouble()) : Tint;
        Vector3 light = tint * (float)random.NextDouble(0.88, 1.12);
        ValueNoise patches = new(random.Fork("patches").NextUInt64());
        Vector3[] lit = new Vector3[canvas.Colors.Length];
        for (int i = 0; i < lit.Length; i++)
        {
            // The air above the roofs is thinner than its distance says.
            float clear = MathF.Exp(-Haze * (canvas.Depths[i] < SceneCanvas.Far ? canvas.Depths[i] : HazeOfSky));
            Vector3 here = Uneven > 0
                ? light * Patch(patches.Smooth(PatchesAcross * (i % canvas.Width) / canvas.Width, PatchesAcross * (i / canvas.Width) / canvas.Width))
                : light;
            here = canvas.Classes[i] == DrawnClasses.Sky ? Vector3.Lerp(here, Vector3.One, SkyGlow) : here;
            Vector3 seen = Vector3.Lerp(HazeColor, canvas.Colors[i] * here, clear);
            lit[i] = ((seen - new Vector3(0.5f)) * Contrast) + new Vector3(0.5f);
        }

        return Develop(canvas, lit, random);
    }

    // Light is warm, shadow cold.
    private Vector3 Patch(float value)
    {
        float brighter = Uneven * (value - 0.5f);
        return new Vector3(MathF.Exp(1.15f * brighter), MathF.Exp(brighter), MathF.Exp(0.8f * brighter));
    }

    private RgbImage Develop(SceneCanvas canvas, Vector3[] lit, RandomSource random)
    {
        RgbImage image = new(canvas.Width, canvas.Height);
        canvas.Each((x, y, pixel) =>
        {
            int left = x > 0 ? pixel - 1 : pixel, right = x < canvas.Width - 1 ? pixel + 1 : pixel;
            int above = y > 0 ? pixel - canvas.Width : pixel, below = y < canvas.Height - 1 ? pixel + canvas.Width : pixel;
            Vector3 soft = (0.6f * lit[pixel]) + (0.1f * (lit[left] + lit[right] + lit[above] + lit[below]));
            Vector3 grain = new((float)random.NextDouble(-1, 1), (float)random.NextDouble(-1, 1), (float)random.NextDouble(-1, 1));
            Vector3 noisy = 255 * (soft + (SensorNoise * ((0.6f * grain) + new Vector3((float)random.NextDouble(-1.3, 1.3)))));
            Span<byte> rgb = image.Pixels.Slice(pixel * 3, 3);
            (rgb[0], rgb[1], rgb[2]) = ((byte)Math.Clamp(noisy.X, 0, 255), (byte)Math.Clamp(noisy.Y, 0, 255), (byte)Math.Clamp(noisy.Z, 0, 255));
        });
        return image;
    }
}
