using SeCo.Correction.Features;
using SeCo.Imaging;
using Xunit;

namespace SeCo.Tests.Correction.Features;

public sealed class RegionDescriptorsTests
{
    [Fact]
    public void Tells_a_bright_flat_region_from_a_dark_striped_one()
    {
        RgbImage image = new(40, 20);
        int[] regions = new int[40 * 20];
        for (int y = 0; y < 20; y++)
        {
            for (int x = 0; x < 40; x++)
            {
                bool left = x < 20;
                regions[(y * 40) + x] = left ? 0 : 1;
                image.Row(y).Slice(3 * x, 3).Fill(left ? (byte)255 : x % 2 == 0 ? (byte)0 : (byte)102);
            }
        }

        float[] features = new float[2 * RegionDescriptors.Length];
        RegionDescriptors.Compute(image, regions, [new Box(0, 0, 20, 20), new Box(20, 0, 40, 20)], features, RegionDescriptors.Length, 0);
        ReadOnlySpan<float> bright = features.AsSpan(0, RegionDescriptors.Length), striped = features.AsSpan(RegionDescriptors.Length);

        Assert.Equal(1, bright[0], 1e-5);
        Assert.Equal(0, bright[3], 1e-3);
        Assert.Equal(0.2, striped[0], 1e-5);
        Assert.Equal(0.2, striped[3], 1e-3);
        Assert.Equal(1, bright[6 + 7], 1e-5); // the brightest of eight bins holds every pixel
        Assert.All(features, value => Assert.True(float.IsFinite(value)));
    }
}
