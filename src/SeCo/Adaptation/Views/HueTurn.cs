using System.Numerics;

namespace SeCo.Adaptation.Views;

/// <summary>Turns the hue in Pillow's HSV of 8 bits: hue and saturation are cut off to 255 levels on the way, which is what networks trained with torchvision have seen.</summary>
/// <param name="turn">Levels by which the hue is raised, 0 to 255; it wraps after 255.</param>
internal readonly struct HueTurn(int turn) : IColorOperation
{
    /// <inheritdoc/>
    public void Apply(ref Vector<int> red, ref Vector<int> green, ref Vector<int> blue)
    {
        Vector<int> value = Vector.Max(red, Vector.Max(green, blue));
        Vector<int> range = value - Vector.Min(red, Vector.Min(green, blue));
        Vector<int> isGray = Vector.Equals(range, Vector<int>.Zero);
        Vector<float> range32 = Vector.ConvertToSingle(Vector.Max(range, Vector<int>.One));
        Vector<float> value32 = Vector.ConvertToSingle(value);
        Vector<int> saturation = Vector.ConvertToInt32Native(range32 / Vector.Max(value32, Vector<float>.One) * 255f);
        Vector<int> hue = Vector.ConvertToInt32Native(Sextant(red, green, blue, value, range32) * (255f / 6));
        hue = (hue + new Vector<int>(turn)) & new Vector<int>(255);

        // Greys have no saturation, so that their hue does not matter.
        saturation = Vector.AndNot(saturation, isGray);
        Vector<float> share = Vector.ConvertToSingle(saturation) * (1f / 255);
        Vector<float> place = Vector.ConvertToSingle(hue) * (6f / 255);
        red = Level(value32, share, place, 5);
        green = Level(value32, share, place, 3);
        blue = Level(value32, share, place, 1);
    }

    /// <summary>The hue, 0 to under 6: 0 for red, 2 for green, 4 for blue.</summary>
    private static Vector<float> Sextant(Vector<int> red, Vector<int> green, Vector<int> blue, Vector<int> value, Vector<float> range)
    {
        Vector<int> redIsLargest = Vector.Equals(red, value), greenIsLargest = Vector.Equals(green, value);
        Vector<int> difference = Vector.ConditionalSelect(redIsLargest, green - blue, Vector.ConditionalSelect(greenIsLargest, blue - red, red - green));
        Vector<float> start = Vector.ConditionalSelect(
            redIsLargest,
            Vector<float>.Zero,
            Vector.ConditionalSelect(greenIsLargest, new Vector<float>(2), new Vector<float>(4)));
        Vector<float> hue = start + (Vector.ConvertToSingle(difference) / range);
        return Vector.ConditionalSelect(Vector.LessThan(hue, Vector<float>.Zero), hue + new Vector<float>(6), hue);
    }

    /// <summary>One colour of a hue: value (1 − saturation · w), where w falls from 1 to 0 and rises again around the circle; rounded.</summary>
    private static Vector<int> Level(Vector<float> value, Vector<float> saturation, Vector<float> place, int offset)
    {
        Vector<float> at = place + new Vector<float>(offset);
        at = Vector.ConditionalSelect(Vector.GreaterThanOrEqual(at, new Vector<float>(6)), at - new Vector<float>(6), at);
        Vector<float> wave = Vector.Min(Vector.Max(Vector.Min(at, new Vector<float>(4) - at), Vector<float>.Zero), Vector<float>.One);
        return Vector.ConvertToInt32Native((value * (Vector<float>.One - (saturation * wave))) + new Vector<float>(0.5f));
    }
}
