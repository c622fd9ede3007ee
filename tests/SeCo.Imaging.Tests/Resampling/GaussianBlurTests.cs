using SeCo.Imaging.Resampling;
using Xunit;

namespace SeCo.Imaging.Tests.Resampling;

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
    public void The_reach_is_in_standard_deviations()
    {
        Assert.Equal(7, GaussianBlur.Weights(2).Length);
        Assert.Equal(6, GaussianBlur.Weights(2, reach: 2.5).Length);
    }

    [Theory]
    [InlineData(255)]
    [InlineData(7)]
    [InlineData(0)]
    public void An_even_plane_stays_even(byte level)
    {
        byte[] plane = new byte[5 * 37];
        plane.AsSpan().Fill(level);
        new GaussianBlur().Apply(plane, 37, 5, GaussianBlur.Weights(2));
        Assert.Equal(-1, plane.IndexOfAnyExcept(level));
    }

    [Fact]
    public void A_point_becomes_the_product_of_the_weights()
    {
        byte[] plane = new byte[21 * 45];
        float[] numbers = new float[21 * 45], blurred = new float[21 * 45], weights = GaussianBlur.Weights(1);
        plane[(10 * 45) + 20] = 255;
        numbers[(10 * 45) + 20] = 255;
        GaussianBlur blur = new();
        blur.Apply(plane, 45, 21, weights);
        blur.Apply(numbers, blurred, 45, 21, weights);
        for (int y = 0; y < 21; y++)
        {
            for (int x = 0; x < 45; x++)
            {
                int dy = Math.Abs(y - 10), dx = Math.Abs(x - 20);
                double expected = dy < weights.Length && dx < weights.Length ? 255 * weights[dy] * weights[dx] : 0;
                Assert.InRange(plane[(y * 45) + x], expected - 0.51, expected + 0.51);
                Assert.Equal(expected, blurred[(y * 45) + x], 1e-4);
            }
        }
    }

    [Fact]
    public void A_plane_smaller_than_the_blur_is_blurred_by_its_outermost_pixels()
    {
        byte[] plane = [200, 0];
        float[] numbers = [200, 0], blurred = new float[2], weights = GaussianBlur.Weights(2);
        GaussianBlur blur = new();
        blur.Apply(plane, 2, 1, weights);
        blur.Apply(numbers, blurred, 2, 1, weights);
        double left = 200 * (weights[0] + weights[1..].Sum());
        Assert.InRange(plane[0], left - 0.51, left + 0.51);
        Assert.InRange(plane[1], 200 - left - 0.51, 200 - left + 0.51);
        Assert.Equal(left, blurred[0], 1e-3);
        Assert.Equal(200 - left, blurred[1], 1e-3);
    }
}
