using SeCo.Adaptation.Views;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Adaptation.Views;

public sealed class GaussianBlurTests
{
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.7)]
    [InlineData(2)]
    public void Weights_fall_and_sum_to_one(double deviation)
    {
        float[] weights = GaussianBlur.Weights(deviation);
        Assert.Equal(1, weights[0] + (2 * weights[1..].Sum()), 5);
        Assert.Equal(weights.OrderDescending(), weights);
    }

    [Fact]
    public void An_even_crop_stays_even()
    {
        Crop crop = new(new Extent(5, 37));
        crop.Plane(0).Fill(255);
        crop.Plane(1).Fill(7);
        new GaussianBlur().Apply(crop, 2);
        Assert.Equal(-1, crop.Plane(0).IndexOfAnyExcept((byte)255));
        Assert.Equal(-1, crop.Plane(1).IndexOfAnyExcept((byte)7));
        Assert.Equal(-1, crop.Plane(2).IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public void A_point_becomes_the_product_of_the_weights()
    {
        Crop crop = new(new Extent(21, 45));
        crop.Plane(1)[(10 * 45) + 20] = 255;
        new GaussianBlur().Apply(crop, 1);
        float[] weights = GaussianBlur.Weights(1);
        for (int y = 0; y < 21; y++)
        {
            for (int x = 0; x < 45; x++)
            {
                int dy = Math.Abs(y - 10), dx = Math.Abs(x - 20);
                double expected = dy < weights.Length && dx < weights.Length ? 255 * weights[dy] * weights[dx] : 0;
                Assert.InRange(crop.Plane(1)[(y * 45) + x], expected - 0.51, expected + 0.51);
            }
        }
    }

    [Fact]
    public void A_crop_smaller_than_the_blur_is_blurred_by_its_outermost_pixels()
    {
        Crop crop = new(new Extent(1, 2));
        crop.Plane(0)[0] = 200;
        GaussianBlur blur = new();
        blur.Apply(crop, 2);
        float[] weights = GaussianBlur.Weights(2);
        double left = 200 * (weights[0] + weights[1..].Sum());
        Assert.InRange(crop.Plane(0)[0], left - 0.51, left + 0.51);
        Assert.InRange(crop.Plane(0)[1], 200 - left - 0.51, 200 - left + 0.51);
    }
}
