using SeCo.Adaptation.Views;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Adaptation.Views;

/// <summary>
/// Expected numbers: torchvision 0.14.1 on Pillow 9.4.0 (<c>adjust_brightness</c>, <c>adjust_contrast</c>, <c>adjust_saturation</c>, <c>adjust_hue</c>,
/// <c>rgb_to_grayscale</c>).
/// </summary>
public sealed class ColorOperationsTests
{
    private static readonly byte[] Pixels =
    [
        0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 200, 90, 200, 10, 90, 90, 10, 200, 128, 128, 128, 1, 2, 3, 254, 253, 255, 77, 150, 33,
    ];

    [Fact]
    public void Brightness_is_torchvisions()
    {
        Check(
            c => ColorOperations.Brighten(c, 1.3),
            [0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 255, 13, 255, 116, 255, 13, 116, 116, 13, 255, 166, 166, 166, 1, 2, 3, 255, 255, 255, 100,
                195, 42]);
        Check(
            c => ColorOperations.Brighten(c, 0.7),
            [0, 0, 0, 178, 178, 178, 178, 0, 0, 0, 178, 0, 0, 0, 178, 7, 140, 63, 140, 7, 63, 63, 7, 140, 89, 89, 89, 0, 1, 2, 177, 177, 178, 53, 105, 23]);
    }

    [Fact]
    public void Contrast_is_torchvisions()
    {
        Check(
            c => ColorOperations.ChangeContrast(c, 1.4),
            [0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 237, 83, 237, 0, 83, 83, 0, 237, 136, 136, 136, 0, 0, 0, 255, 255, 255, 65, 167, 3]);
        Check(
            c => ColorOperations.ChangeContrast(c, 0.6),
            [42, 42, 42, 195, 195, 195, 195, 42, 42, 42, 195, 42, 42, 42, 195, 48, 162, 96, 162, 48, 96, 96, 48, 162, 119, 119, 119, 42, 43, 44, 194, 194, 195,
                88, 132, 62]);
    }

    [Fact]
    public void Saturation_is_torchvisions()
    {
        Check(
            c => ColorOperations.Saturate(c, 1.5),
            [0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 234, 69, 255, 0, 97, 107, 0, 255, 128, 128, 128, 0, 2, 3, 254, 252, 255, 58, 167, 0]);
        Check(
            c => ColorOperations.Saturate(c, 0.5),
            [0, 0, 0, 255, 255, 255, 165, 38, 38, 75, 202, 75, 14, 14, 142, 70, 165, 110, 138, 43, 83, 73, 33, 128, 128, 128, 128, 1, 2, 2, 254, 253, 254, 96,
                132, 74]);
    }

    [Fact]
    public void Hue_is_torchvisions()
    {
        Check(
            c => ColorOperations.TurnHue(c, 0.2),
            [0, 0, 0, 255, 255, 255, 204, 255, 0, 0, 204, 255, 255, 0, 204, 10, 86, 200, 200, 153, 10, 200, 10, 86, 128, 128, 128, 2, 1, 3, 255, 253, 254, 34,
                150, 129]);
        Check(
            c => ColorOperations.TurnHue(c, -0.1),
            [0, 0, 0, 255, 255, 255, 255, 0, 144, 150, 255, 0, 0, 150, 255, 46, 200, 10, 198, 10, 200, 10, 46, 200, 128, 128, 128, 1, 3, 3, 253, 253, 255, 146,
                150, 34]);
    }

    [Fact]
    public void Gray_is_torchvisions()
    {
        Check(
            ColorOperations.MakeGray,
            [0, 0, 0, 255, 255, 255, 76, 76, 76, 150, 150, 150, 29, 29, 29, 131, 131, 131, 76, 76, 76, 56, 56, 56, 128, 128, 128, 2, 2, 2, 254, 254, 254, 115,
                115, 115]);
    }

    /// <summary>
    /// Sums of 4096 pixels' levels, each times its number modulo 97. The blends agree to the byte; a hue that lies on the border of two of its 255 levels may
    /// fall to the other (tolerance 5e-5).
    /// </summary>
    [Theory]
    [InlineData("brightness", 1.3, 30558821, 30586151, 30552242, 0)]
    [InlineData("brightness", 0.7, 17353897, 17356351, 17335254, 0)]
    [InlineData("contrast", 1.4, 24875153, 24891615, 24855015, 0)]
    [InlineData("contrast", 0.6, 24816806, 24817053, 24797919, 0)]
    [InlineData("saturation", 1.5, 24878793, 24884094, 24865768, 0)]
    [InlineData("saturation", 0.5, 24867172, 24866195, 24850692, 0)]
    [InlineData("hue", 0.2, 24974466, 24888802, 24950957, 5e-5)]
    [InlineData("hue", -0.1, 24978821, 24946467, 24888432, 5e-5)]
    [InlineData("gray", 0, 24914362, 24914362, 24914362, 0)]
    public void Agrees_with_torchvision_on_many_colors(string operation, double factor, long red, long green, long blue, double tolerance)
    {
        Crop crop = new(64);
        for (int i = 0; i < crop.Length; i++)
        {
            crop.Plane(0)[i] = (byte)(37 * i);
            crop.Plane(1)[i] = (byte)((101 * i) + (i / 7));
            crop.Plane(2)[i] = (byte)((59 * i) + (i / 3));
        }

        switch (operation)
        {
            case "brightness":
                ColorOperations.Brighten(crop, factor);
                break;
            case "contrast":
                ColorOperations.ChangeContrast(crop, factor);
                break;
            case "saturation":
                ColorOperations.Saturate(crop, factor);
                break;
            case "hue":
                ColorOperations.TurnHue(crop, factor);
                break;
            default:
                ColorOperations.MakeGray(crop);
                break;
        }

        Assert.All(new[] { red, green, blue }, (expected, channel) =>
            Assert.InRange(Sum(crop, channel), expected * (1 - tolerance), expected * (1 + tolerance)));
    }

    [Fact]
    public void Nothing_changes_without_strength()
    {
        Crop crop = Fill(Pixels);
        StrongView.Jitter(crop, 0, 0, new RandomSource(3));
        Assert.Equal(Pixels, Read(crop));
    }

    private static long Sum(Crop crop, int channel)
    {
        long sum = 0;
        for (int i = 0; i < crop.Length; i++)
        {
            sum += crop.Plane(channel)[i] * (i % 97);
        }

        return sum;
    }

    private static void Check(Action<Crop> operation, byte[] expected)
    {
        Crop crop = Fill(Pixels);
        operation(crop);
        Assert.Equal(expected, Read(crop));
    }

    private static Crop Fill(byte[] pixels)
    {
        Crop crop = new(new Size2d(3, 4));
        for (int i = 0; i < pixels.Length; i++)
        {
            crop.Plane(i % 3)[i / 3] = pixels[i];
        }

        return crop;
    }

    private static byte[] Read(Crop crop) => [.. Enumerable.Range(0, 3 * crop.Length).Select(i => crop.Plane(i % 3)[i / 3])];
}
