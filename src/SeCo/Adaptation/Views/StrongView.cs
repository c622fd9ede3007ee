using SeCo.Imaging.Resampling;

namespace SeCo.Adaptation.Views;

/// <summary>Makes strong views of weak ones: colours, grey and blur; places and labels stay.</summary>
/// <remarks>Source: UniMatch's <c>semi.py</c>. An instance keeps buffers and belongs to one thread.</remarks>
internal sealed class StrongView
{
    // Standard deviations of the blur in pixels, as in UniMatch.
    private const double LeastBlur = 0.1, MostBlur = 2;

    private readonly GaussianBlur _blur = new();

    public void Apply(Crop crop, ViewOptions views, RandomSource random)
    {
        ChangeColors(crop, views, random);
        if (random.NextBool(views.Blur))
        {
            float[] weights = GaussianBlur.Weights(random.NextDouble(LeastBlur, MostBlur));
            for (int channel = 0; channel < 3; channel++)
            {
                _blur.Apply(crop.Plane(channel), crop.Size.Width, crop.Size.Height, weights);
            }
        }
    }

    /// <summary>Changes the colours alone, without blur. Padding is changed too, as in UniMatch, and counts for the mean grey.</summary>
    public static void ChangeColors(Crop crop, ViewOptions views, RandomSource random)
    {
        if (random.NextBool(views.Jitter))
        {
            Jitter(crop, views.JitterStrength, views.JitterHue, random);
        }

        if (random.NextBool(views.Gray))
        {
            ColorOperations.MakeGray(crop);
        }
    }

    /// <summary>Random brightness, contrast, saturation and hue in a random order, as torchvision's <c>ColorJitter</c> draws them.</summary>
    internal static void Jitter(Crop crop, double strength, double hue, RandomSource random)
    {
        Span<int> order = [0, 1, 2, 3];
        random.Shuffle(order);
        double brightness = Factor(), contrast = Factor(), saturation = Factor(), turn = random.NextDouble(-hue, hue);
        foreach (int operation in order)
        {
            switch (operation)
            {
                case 0:
                    ColorOperations.Brighten(crop, brightness);
                    break;
                case 1:
                    ColorOperations.ChangeContrast(crop, contrast);
                    break;
                case 2:
                    ColorOperations.Saturate(crop, saturation);
                    break;
                case 3 when hue > 0:
                    // Left out without strength, as in torchvision: the way through eight-bit hues changes colours by itself.
                    ColorOperations.TurnHue(crop, turn);
                    break;
            }
        }

        double Factor() => random.NextDouble(Math.Max(0, 1 - strength), 1 + strength);
    }
}
