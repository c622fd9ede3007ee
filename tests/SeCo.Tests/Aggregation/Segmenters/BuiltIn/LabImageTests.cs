using SeCo.Aggregation.Segmenters.BuiltIn;
using SeCo.Imaging;
using Xunit;

namespace SeCo.Tests.Aggregation.Segmenters.BuiltIn;

public sealed class LabImageTests
{
    [Theory]
    [InlineData(255, 255, 255, 100, 0, 0)]
    [InlineData(0, 0, 0, 0, 0, 0)]
    [InlineData(255, 0, 0, 53.2, 80.1, 67.2)] // the primaries of sRGB in CIE L*a*b*, D65
    [InlineData(0, 255, 0, 87.7, -86.2, 83.2)]
    [InlineData(0, 0, 255, 32.3, 79.2, -107.9)]
    public void Colours_are_those_of_the_standard(byte r, byte g, byte b, double lightness, double greenRed, double blueYellow)
    {
        LabImage lab = LabImage.FromRgb(new RgbImage(1, 1, [r, g, b]));

        Assert.Equal(lightness, lab.Planes[0][0], 0.5);
        Assert.Equal(greenRed, lab.Planes[1][0], 1.0);
        Assert.Equal(blueYellow, lab.Planes[2][0], 1.0);
    }

    [Fact]
    public void Smoothing_leaves_one_colour_as_it_is_and_spreads_a_point()
    {
        RgbImage grey = new(9, 9);
        grey.Pixels.Fill(90);
        LabImage flat = LabImage.FromRgb(grey);
        grey.Row(4).Slice(12, 3).Fill(255);
        LabImage point = LabImage.FromRgb(grey);

        Assert.All(flat.Smooth(2).Planes[0], value => Assert.Equal(flat.Planes[0][0], value, 1e-3));
        LabImage smooth = point.Smooth(1);
        Assert.True(smooth.Planes[0][40] < point.Planes[0][40]);
        Assert.True(smooth.Planes[0][41] > point.Planes[0][41]);
    }
}
