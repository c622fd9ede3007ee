using SeCo.Adaptation.Views;
using SeCo.Models;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Adaptation.Views;

public sealed class PixelScaleTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Writes_what_the_network_is_given_in_prediction(bool blueFirst)
    {
        ImageNormalization normalization = ImageNormalization.ImageNet with { IsBlueFirst = blueFirst, Divisor = 255 };
        Crop crop = new(new Size2d(16, 17));
        byte[] rgb = new byte[3 * crop.Length];
        new Random(1).NextBytes(rgb);
        for (int i = 0; i < rgb.Length; i++)
        {
            crop.Plane(i % 3)[i / 3] = rgb[i];
        }

        float[] found = new float[rgb.Length];
        new PixelScale(normalization).Write(crop, found);
        using Tensor expected = normalization.Normalize(rgb, 17, 16);
        Assert.Equal(expected.ToArray<float>(), found);
    }
}
