using SeCo.Imaging;
using SeCo.Torch;

namespace SeCo.Adaptation.Views;

/// <summary>Draws the boxes of CutMix.</summary>
internal static class CutMixBox
{
    private const double LeastArea = 0.02, MostArea = 0.4, LeastAspect = 0.3;
    private const int Tries = 1000;

    /// <summary>Draws a box: 2 % to 40 % of the crop, height to width 0.3 to 3.33, until one lies inside.</summary>
    /// <param name="size">Rows and columns of the crop.</param>
    /// <param name="probability">Probability that there is a box.</param>
    /// <param name="random">Where numbers are drawn from.</param>
    /// <returns>The box; an empty one where there is none.</returns>
    /// <remarks>Source: UniMatch's <c>obtain_cutmix_box</c>. In a crop so narrow that hardly a box fits, the last one tried is clipped.</remarks>
    public static Box Draw(Extent size, double probability, RandomSource random)
    {
        if (!random.NextBool(probability))
        {
            return default;
        }

        double area = random.NextDouble(LeastArea, MostArea) * size.Height * size.Width;
        Box box = default;
        for (int i = 0; i < Tries; i++)
        {
            double aspect = random.NextDouble(LeastAspect, 1 / LeastAspect);
            int width = Math.Max(1, (int)Math.Sqrt(area / aspect)), height = Math.Max(1, (int)Math.Sqrt(area * aspect));
            int x = random.NextInt(size.Width), y = random.NextInt(size.Height);
            box = new Box(x, y, x + width, y + height);
            if (box.X1 <= size.Width && box.Y1 <= size.Height)
            {
                return box;
            }
        }

        return box.Clip(size.Width, size.Height);
    }
}
