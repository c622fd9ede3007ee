using SeCo.Torch;

namespace SeCo.Adaptation.Views;

/// <summary>Random brightness, contrast, saturation and hue in a random order, as torchvision's <c>ColorJitter</c> draws them.</summary>
internal static class ColorJitter
{
    /// <summary>Changes a crop's colours.</summary>
    /// <param name="crop">The crop; its padding is changed too, as in UniMatch, and counts for the mean grey.</param>
    /// <param name="strength">Brightness, contrast and saturation are drawn from 1 ± so much, but not below 0.</param>
    /// <param name="hue">The hue's turn is drawn from ± this share of the circle.</param>
    /// <param name="random">Where numbers are drawn from.</param>
    public static void Apply(Crop crop, double strength, double hue, RandomSource random)
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
