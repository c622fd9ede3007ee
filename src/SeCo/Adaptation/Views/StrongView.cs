using SeCo.Torch;

namespace SeCo.Adaptation.Views;

/// <summary>Makes strong views of weak ones: colours, grey and blur; places and labels stay.</summary>
/// <remarks>Source: UniMatch's <c>semi.py</c>. An instance keeps buffers and belongs to one thread.</remarks>
internal sealed class StrongView
{
    /// <summary>Smallest standard deviation of the blur in pixels, as in UniMatch.</summary>
    private const double LeastBlur = 0.1;

    /// <summary>Largest standard deviation of the blur in pixels, as in UniMatch.</summary>
    private const double MostBlur = 2;

    private readonly GaussianBlur _blur = new();

    /// <summary>Changes a crop in place.</summary>
    /// <param name="crop">The crop.</param>
    /// <param name="views">The settings.</param>
    /// <param name="random">Where numbers are drawn from.</param>
    public void Apply(Crop crop, ViewOptions views, RandomSource random)
    {
        ChangeColors(crop, views, random);
        if (random.NextBool(views.Blur))
        {
            _blur.Apply(crop, random.NextDouble(LeastBlur, MostBlur));
        }
    }

    /// <summary>Changes the colours alone, without blur.</summary>
    /// <param name="crop">The crop.</param>
    /// <param name="views">The settings.</param>
    /// <param name="random">Where numbers are drawn from.</param>
    public static void ChangeColors(Crop crop, ViewOptions views, RandomSource random)
    {
        if (random.NextBool(views.Jitter))
        {
            ColorJitter.Apply(crop, views.JitterStrength, views.JitterHue, random);
        }

        if (random.NextBool(views.Gray))
        {
            ColorOperations.MakeGray(crop);
        }
    }
}
