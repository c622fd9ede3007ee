using System.Numerics;

namespace SeCo.Adaptation.Views;

/// <summary>The colour changes of torchvision on Pillow images, in their integer and single precision steps.</summary>
/// <remarks>Source: torchvision 0.14 <c>functional_pil.py</c>, Pillow's <c>ImageEnhance</c> and <c>Image.blend</c>.</remarks>
internal static class ColorOperations
{
    private const int FractionBits = 16, Half = 1 << (FractionBits - 1);
    private const int RedWeight = 19595, GreenWeight = 38470, BlueWeight = 7471;

    /// <summary>Brightness times a factor.</summary>
    public static void Brighten(Crop crop, double factor) => Run(crop, new BlendWithLevel(0, (float)factor));

    /// <summary>Distance from the crop's mean grey times a factor.</summary>
    public static void ChangeContrast(Crop crop, double factor) => Run(crop, new BlendWithLevel(MeanGray(crop), (float)factor));

    /// <summary>Distance from each pixel's grey times a factor.</summary>
    public static void Saturate(Crop crop, double factor) => Run(crop, new BlendWithGray((float)factor));

    public static void MakeGray(Crop crop) => Run(crop, default(ToGray));

    /// <summary>Turns the hue by a share of the circle, −0.5 to 0.5.</summary>
    public static void TurnHue(Crop crop, double share) => Run(crop, new HueTurn((int)(share * 255) & 255));

    /// <summary>Grey as Pillow weighs colours.</summary>
    internal static Vector<int> Gray(Vector<int> red, Vector<int> green, Vector<int> blue) =>
        Vector.ShiftRightArithmetic((red * RedWeight) + (green * GreenWeight) + (blue * BlueWeight) + new Vector<int>(Half), FractionBits);

    /// <summary>Mean grey of all pixels, rounded.</summary>
    internal static int MeanGray(Crop crop)
    {
        ReadOnlySpan<byte> reds = crop.Plane(0), greens = crop.Plane(1), blues = crop.Plane(2);
        long sum = 0;
        for (int i = 0; i < reds.Length; i++)
        {
            sum += ((reds[i] * RedWeight) + (greens[i] * GreenWeight) + (blues[i] * BlueWeight) + Half) >> FractionBits;
        }

        return (int)(((double)sum / reds.Length) + 0.5);
    }

    private static void Run<TOperation>(Crop crop, TOperation operation)
        where TOperation : struct, IColorOperation
    {
        Span<Vector<byte>> reds = crop.Vectors(0), greens = crop.Vectors(1), blues = crop.Vectors(2);
        for (int i = 0; i < reds.Length; i++)
        {
            Widen(reds[i], out Vector<int> r0, out Vector<int> r1, out Vector<int> r2, out Vector<int> r3);
            Widen(greens[i], out Vector<int> g0, out Vector<int> g1, out Vector<int> g2, out Vector<int> g3);
            Widen(blues[i], out Vector<int> b0, out Vector<int> b1, out Vector<int> b2, out Vector<int> b3);
            operation.Apply(ref r0, ref g0, ref b0);
            operation.Apply(ref r1, ref g1, ref b1);
            operation.Apply(ref r2, ref g2, ref b2);
            operation.Apply(ref r3, ref g3, ref b3);
            reds[i] = Narrow(r0, r1, r2, r3);
            greens[i] = Narrow(g0, g1, g2, g3);
            blues[i] = Narrow(b0, b1, b2, b3);
        }
    }

    private static void Widen(Vector<byte> bytes, out Vector<int> a, out Vector<int> b, out Vector<int> c, out Vector<int> d)
    {
        Vector.Widen(bytes, out Vector<ushort> low, out Vector<ushort> high);
        Vector.Widen(low, out Vector<uint> first, out Vector<uint> second);
        Vector.Widen(high, out Vector<uint> third, out Vector<uint> fourth);
        (a, b, c, d) = (Vector.AsVectorInt32(first), Vector.AsVectorInt32(second), Vector.AsVectorInt32(third), Vector.AsVectorInt32(fourth));
    }

    private static Vector<byte> Narrow(Vector<int> a, Vector<int> b, Vector<int> c, Vector<int> d) =>
        Vector.Narrow(
            Vector.Narrow(Vector.AsVectorUInt32(a), Vector.AsVectorUInt32(b)),
            Vector.Narrow(Vector.AsVectorUInt32(c), Vector.AsVectorUInt32(d)));

    /// <summary>from + factor (to − from), cut off to a level.</summary>
    private static Vector<int> Blend(Vector<int> from, Vector<int> to, float factor)
    {
        Vector<float> mixed = Vector.ConvertToSingle(from) + (Vector.ConvertToSingle(to - from) * factor);
        return Vector.Min(Vector.Max(Vector.ConvertToInt32Native(mixed), Vector<int>.Zero), new Vector<int>(255));
    }

    private readonly struct BlendWithLevel(int level, float factor) : IColorOperation
    {
        public void Apply(ref Vector<int> red, ref Vector<int> green, ref Vector<int> blue)
        {
            Vector<int> from = new(level);
            red = Blend(from, red, factor);
            green = Blend(from, green, factor);
            blue = Blend(from, blue, factor);
        }
    }

    private readonly struct BlendWithGray(float factor) : IColorOperation
    {
        public void Apply(ref Vector<int> red, ref Vector<int> green, ref Vector<int> blue)
        {
            Vector<int> from = Gray(red, green, blue);
            red = Blend(from, red, factor);
            green = Blend(from, green, factor);
            blue = Blend(from, blue, factor);
        }
    }

    private readonly struct ToGray : IColorOperation
    {
        public void Apply(ref Vector<int> red, ref Vector<int> green, ref Vector<int> blue) => red = green = blue = Gray(red, green, blue);
    }
}

/// <summary>Changes the colours of a vector of pixels, each by itself; levels are 0 to 255 before and after.</summary>
internal interface IColorOperation
{
    void Apply(ref Vector<int> red, ref Vector<int> green, ref Vector<int> blue);
}

/// <summary>Turns the hue by levels, 0 to 255, in Pillow's HSV of 8 bits. Hue and saturation are cut off to 255 levels, which is what networks trained with
/// torchvision saw.</summary>
internal readonly struct HueTurn(int turn) : IColorOperation
{
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
            redIsLargest, Vector<float>.Zero, Vector.ConditionalSelect(greenIsLargest, new Vector<float>(2), new Vector<float>(4)));
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
